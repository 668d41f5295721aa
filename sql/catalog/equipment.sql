create table public.equipment (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    description text check (length(description) <= 1000),
    image_url text check (length(image_url) <= 2048),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
    constraint equipment_name_key unique (name),
    constraint name_is_readable check (length(name) between 1 and 100 and name = btrim(name))
);
comment on table public.equipment is 'What one can train with. Written by us alone; bodyweight needs none of it.';
comment on column public.equipment.slug is 'A name for code: the id is made of it, so it never changes.';

create trigger touch before update on public.equipment
for each row execute function private.touch();
create trigger keep_keys before update of id, slug, created_at on public.equipment
for each row execute function private.freeze('id', 'slug', 'created_at');

create table public.user_equipment (
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    equipment_id uuid not null references public.equipment (id) on delete cascade,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, equipment_id)
);
comment on table public.user_equipment is 'What a user can train with. No row, once onboarded: nothing but the own body.';

create index user_equipment_equipment_id_idx on public.user_equipment (equipment_id);

create trigger touch before update on public.user_equipment
for each row execute function private.touch();
create trigger keep_keys before update of user_id, equipment_id, created_at on public.user_equipment
for each row execute function private.freeze('user_id', 'equipment_id', 'created_at');
create trigger bury after delete on public.user_equipment
referencing old table as old_rows for each statement execute function private.bury('user_id', 'user_id', 'equipment_id');
