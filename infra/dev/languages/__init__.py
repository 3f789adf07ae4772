"""`make languages`: what app/languages/ holds besides code, made from templates, code and CLDR."""
