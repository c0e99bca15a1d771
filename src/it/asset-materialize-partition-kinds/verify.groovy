def log = new File(basedir, 'build.log').readLines()
def succeeded = { String label -> log.any { it.contains("$label ..") && it.contains('SUCCESS') } }

// A key that looks like a word of the grammar, a range in one dimension, dynamic partitions that are created, days of a job.
assert log.contains('[INFO] Running definitions.py: 1 asset, 2 partitions (red … all), 2 runs')
assert succeeded('palettes[red]') && succeeded('palettes[all]')
assert succeeded('paints[red|2024-01-02]') && succeeded('paints[red|2024-01-03]')
assert succeeded('invoices[acme]') && succeeded('invoices[initech]')
assert log.contains('[INFO] Running definitions.py: job close_day, 2 partitions (2024-01-06 … 2024-01-07), 2 runs')

// What is not there: the nearest, and how it could be.
assert log.any { it.contains("There is no partition 'gren'") && it.contains("did you mean 'green'?") }
assert log.any { it.contains("There is no partition 'globex'") }
assert log.any { it.contains("create it in 'customers' with <createPartitions> (-Ddagster.createPartitions=true)") }
assert log.any { it.endsWith('The partitions are given in more than one way: partition, partitions') }
