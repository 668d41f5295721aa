"""The schema's two forms, files and migrations: generating migrations, and proving that both agree."""
