# Another run that writes to a pipe which nobody reads yet holds the folder.
mkdir "$SCRATCH/data"
"$PROGRAM" generate schema.json -o "$SCRATCH/data" --rows people=300000000 --threads 1 --progress never 2> "$SCRATCH/first" &
first=$!
while [ ! -e "$SCRATCH/data/.synthgen.lock" ] && kill -0 $first; do sleep 0.05; done
sleep 0.2
"$PROGRAM" generate schema.json -o "$SCRATCH/data"
code=$?
kill -TERM $first
wait $first
exit $code
