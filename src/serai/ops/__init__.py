"""Looking after a running Serai: the doctor and the benchmark archive.

checkup.py      the doctor's examinations; each finding says what to do
actions.py      a large invented archive to measure with, and taking it away
management/     doctor, load_benchmark

The package stands beside the portal at the top: it may look at every domain below, nobody asks it.

Backup, metrics and the operators' health page come with operations. The sign of life `/-/health` is
answered by the server itself, without Django.
"""
