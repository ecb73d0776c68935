"$PROGRAM" generate schema.json -q -o "$SCRATCH/bank"
sed -i 's/^2,2,510,875/2,2,510,3000/; s/^5,1,540,800/5,1,540,880/' "$SCRATCH/bank/loans.csv"
"$PROGRAM" verify "$SCRATCH/bank"
