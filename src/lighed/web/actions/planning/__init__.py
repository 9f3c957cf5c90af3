"""What is planned: templates and plans, one by one and for many; exemptions of one person; the legal deadlines."""
