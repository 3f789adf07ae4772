"""GET /v1/posts?q= on one board of titles as people write them: which words find which"""

import httpx
import pytest

from tests.support.people import Person

# A title, and what is typed to find it. The contents have the same in the second test.
FOUND = {
    "Import/Export of settings": ["export", "import", "Import/Export", "impor", "settings.", "(settings)"],
    "Get a notification by mail": ["notification", "notif", "notifica", "notificatio", "notifications", "NOTIFICATION"],
    "希望支持暗黑模式": ["暗黑", "暗黑模式", "模式", "暗", "式", "希望支持暗黑模式", '"暗黑模式"'],
    "Liste des cafe\u0301s et ho\u0302tels": ["cafés", "cafes", "CAFÉS", "hotels", "hôtels", "hotel", "cafe\u0301s"],
    "Fehler in docs/setup/install.md": [
        "docs/setup/install.md",
        "install.md",
        "setup",
        "docs",
        "md",
        "docs/set",
        "instal",
    ],
    "Crash since 3.14.2": ["3.14.2", "3.14", "14.2", "3.1", "14"],
    "Below -15 degrees": ["15", "-15", '"-15 degrees"'],
    "Bindings for C++": ["c++", "C++", "c"],
    "Bindings for C#": ["c#", "C#"],
    "Support .NET and node.js": [".net", ".NET", "net", "node.js", "node", "nodejs", "node.j"],
    "Open acme-corp.example.org first": ["acme-corp.example.org", "acme", "corp", "example.org", "acme-corp"],
    "Mail to jane.doe@example.com": ["jane.doe@example.com", "jane", "doe", "example", "jane.doe"],
    "The option max_open_files": ["max_open_files", "open_files", "files", "max_op"],
    "Use darkModeToggle here": ["darkmodetoggle", "darkModeToggle", "mode", "toggle", "darkMode"],
    "An e-mail digest, don't spam": ["e-mail", "email", "mail", "don't", "don’t", "dont"],
    "Straße in Łódź, Øresund und Ærø": ["strasse", "Straße", "STRASSE", "lodz", "łódź", "oresund", "aero"],
    "İstanbul ve ışık": ["istanbul", "İSTANBUL", "ışık", "isik"],
    "Добавьте тёмную тему": ["темную", "тёмную", "ТЁМНУЮ", "темн", "тёмн"],
    "Σκοτεινός τρόπος": ["σκοτεινος", "ΣΚΟΤΕΙΝΌΣ", "σκοτεινός", "τροπος", "σκο"],
    "دعم الوَضْع الـــداكن": ["الوضع", "الداكن", "الوَضْع", "الد"],
    "إضافة أيقونة": ["اضافة", "إضافة", "اضافه", "ايقونة"],
    "מצב כֵּהֶה בבקשה": ["כהה", "כֵּהֶה", "מצב", "בבק"],
    "डार्क मोड चाहिए": ["डार्क", "मोड", "चाहिए", "चाहि"],
    "ต้องการโหมดมืดในแอป": ["โหมดมืด", "แอป", "โหมด", "โ", "ต้องการ"],
    "ﾀﾞｰｸﾓｰﾄﾞを追加": ["ダークモード", "ﾀﾞｰｸﾓｰﾄﾞ", "モード", "追加", "ダーク", "追"],
    "다크모드를 지원해 주세요": ["다크모드", "모드", "지원해", "다", "지원", "다크모ㄷ"],
    "Love it 👩‍💻 👍🏽 🇩🇪 ❤️": ["👩‍💻", "👩", "💻", "👍", "👍🏿", "🇩🇪", "❤️", "❤"],
    "Ｆｕｌｌ　ｗｉｄｔｈ ① ﬁne": ["full", "width", "fine", "1", "ｆｕｌｌ"],
    "Price in € or 50%": ["€", "50%", "50", "price"],
}


@pytest.mark.parametrize("stands_in", ["title", "content"])
def test_every_kind_of_word_is_found(admin: Person, stands_in: str) -> None:
    missed = []
    ids = {}
    for number, text in enumerate(FOUND):
        title, content = (text, "") if stands_in == "title" else (f"Idea {number}", f"Please: {text}!")
        ids[text] = admin.post_idea(title, content)["id"]
    for text, queries in FOUND.items():
        missed += [(q, text) for q in queries if ids[text] not in found(admin.client, q)]
    assert missed == []


def found(client: httpx.Client, q: str) -> list[int]:
    answer = client.get("/v1/posts", params={"q": q, "limit": 100})
    assert answer.status_code == 200, (q, answer.text)
    return [post["id"] for post in answer.json()["items"]]
