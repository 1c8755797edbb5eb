"""Take memory in millions of small objects, at import.

Task: exercise03/predict
"""

KEPT = []
while True:
    KEPT.append([object() for _ in range(1000)])
