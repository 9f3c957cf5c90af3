"""What all pages share: who may open them, the menu, the banner, and the audit event that each request is."""
