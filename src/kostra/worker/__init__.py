"""The queue's side of the use cases: what runs the jobs. It decides nothing; what a job does stands in `kostra.app`."""
