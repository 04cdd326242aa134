"""What the alerts remember: the ledger, the subscribers, the mails on their way, and the one history of migrations."""
