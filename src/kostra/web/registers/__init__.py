"""The pages of registers: what is in force and what is awaited, what came, and sending. They show `kostra.app.registers`."""
