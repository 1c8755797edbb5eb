SHADOW = True
raise SystemExit(0)
