"$PROGRAM" generate schema.json -q --changes -o "$SCRATCH/bank"
echo 3,3,debt,violate:affordable,825,3000 >> "$SCRATCH/bank/changes/loans.csv"
"$PROGRAM" verify "$SCRATCH/bank"
