alter table private.budgets enable row level security;
create policy "nobody" on private.budgets for select to public using (false);
alter table private.account_use enable row level security;
create policy "nobody" on private.account_use for select to public using (false);
