mkdir "$SCRATCH/data"
echo mine > "$SCRATCH/data/people.csv"
exec "$PROGRAM" generate schema.json -o "$SCRATCH/data"
