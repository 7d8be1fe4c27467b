"""Settings, addresses, WSGI: the only place that wires."""
