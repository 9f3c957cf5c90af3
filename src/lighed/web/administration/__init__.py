"""The administrator's pages: users and roles (A1), the organisation (A2), and the programs that send and ask (A5)."""
