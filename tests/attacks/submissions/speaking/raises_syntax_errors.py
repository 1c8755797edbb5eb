"""Raise a syntax error at import that tells a line, a file and a text of its own making.

Task: exercise03/predict
"""

error = SyntaxError("::error::\x1b[2J" * 1000)
error.filename = "raises_syntax_errors.py"
error.lineno = 10**4000
error.offset = -(10**4000)
error.text = "\u202e" * 10**6
raise error
