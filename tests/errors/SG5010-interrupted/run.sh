"$PROGRAM" generate schema.json -o "$SCRATCH/data" --rows people=300000000 --threads 1 --progress never &
run=$!
while [ ! -e "$SCRATCH/data" ] && kill -0 $run; do sleep 0.05; done
sleep 0.2
kill -TERM $run
wait $run
