"""Makes the mutants of modules, with cosmic-ray's operators: runs on the Python of its tool environment.

python making.py MODULE ...    prints {module: [mutant, ...]} as JSON: each has its key, its source and its diff.
"""

import difflib
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

# One other operator for each: what notices that `+` became `-` notices the ten others, too. `|` is in types.
BINARY = "Add_Sub|Sub_Add|Mul_Div|Div_Mul|Mod_Mul|FloorDiv_Mul|BitAnd_BitOr"
# The neighbour, and the opposite.
COMPARED = (
    "Eq_NotEq|NotEq_Eq|Lt_LtE|Lt_GtE|LtE_Lt|LtE_Gt|Gt_GtE|Gt_LtE|GtE_Gt|GtE_Lt|Is_IsNot|IsNot_Is|In_NotIn|NotIn_In"
)
EXCLUDED = (
    rf"core/(ReplaceBinaryOperator_(?!({BINARY})$)|ReplaceComparisonOperator_(?!({COMPARED})$)|ReplaceUnaryOperator_)"
)


def main(modules: list[str]) -> None:
    names = [name for name in operator_names() if not re.match(EXCLUDED, name)]
    operators = {
        name.removeprefix("core/"): get_operator(name)() for name in names if not get_operator(name).arguments()
    }
    print(json.dumps({module: mutants_of(module, operators) for module in modules}))


def mutants_of(module: str, operators: dict[str, Any]) -> list[dict[str, str]]:
    """In the order of the lines. A key is the module, the operator, the line, and which of its kind in such lines."""
    source = Path(module).read_text()
    lines, tree = source.splitlines(), get_ast(source)
    places = sorted(
        (start, name, occurrence)
        for name, operator in operators.items()
        for occurrence, start in enumerate(
            start for node in ast_nodes(tree) for start, _ in operator.mutation_positions(node)
        )
    )
    seen: Counter[str] = Counter()
    found = []
    for (row, column), name, occurrence in places:
        if re.match(r"\*\s*(,|$)", lines[row - 1][column:]):
            continue  # It is no multiplication, but says that parameters have to be named.
        place = f"{module}: {name}: {lines[row - 1].strip()}"
        seen[place] += 1
        try:
            mutant = mutate_code(source, operators[name], occurrence)
        except AttributeError:
            continue  # cosmic-ray 8.7 can't replace an exception whose name has a dot.
        diff = difflib.unified_diff(lines, mutant.splitlines(), lineterm="", n=2)
        key = place if seen[place] == 1 else f"{place} ({seen[place]})"
        found.append({"key": key, "source": mutant, "diff": "\n".join(list(diff)[2:])})
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
