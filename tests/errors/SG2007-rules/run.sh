# A list that is too long to be looked at here: the last rule of schema.json, a thousand times more.
rule=$(grep '"check"' schema.json)
{ sed '/"check"/,$d' schema.json; for i in $(seq 1000); do echo "$rule,"; done; sed -n '/"check"/,$p' schema.json; } > "$SCRATCH/schema.json"
cd "$SCRATCH" && exec "$PROGRAM" check schema.json
