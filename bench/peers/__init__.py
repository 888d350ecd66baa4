"""What the benches measure beside ours: the peers that run in a process of their own."""
