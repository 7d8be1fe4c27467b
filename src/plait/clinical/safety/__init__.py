"""What could harm: findings, each with reason, source and mark."""
