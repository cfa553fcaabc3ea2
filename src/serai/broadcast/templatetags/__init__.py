"""What the schedule desk's templates need beyond Django's own."""
