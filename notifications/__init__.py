"""What leaves the service as letters. It knows the scheduler, and nothing of pages or of the API."""
