"$PROGRAM" merge -
"$PROGRAM" merge schema.json
