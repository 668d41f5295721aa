-- What is said of an exercise that doesn't suit what hurts.

create function private.safe_alternatives(p_user uuid, p_exercise_id uuid, p_day date)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
    return array(
        select a.exercise_id
        from private.alternative_exercises(p_user, p_exercise_id, 50) as a
        where not exists (
            select from private.current_complaints(p_user, p_day) as c
            inner join public.exercise_contraindications as x on x.body_part = c.body_part and x.condition = c.known_as
            where x.exercise_id = a.exercise_id
        )
        order by a.score desc, a.exercise_id
        limit 3
    );
end;
$$;
comment on function private.safe_alternatives is
'At most three exercises that could replace this one on a local day and that nothing of what hurts speaks against, best first.';

create function private.caution_text(p_caution private.line_caution)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_what constant text := case
        when p_caution.body_part = 'body' then replace(p_caution.condition::text, '_', ' ')
        else format('%s (%s)', replace(p_caution.condition::text, '_', ' '), p_caution.body_part)
    end;
begin
    return case p_caution.severity
        when 'avoid' then format(
            'You told of %s on %s: swap it, or leave it out until that is over.', v_what, p_caution.since
        )
        else format('You told of %s on %s: keep it light and stop if it hurts.', v_what, p_caution.since)
    end;
end;
$$;
comment on function private.caution_text is 'The advice against an exercise as a sentence.';

create function private.with_caution(p_user uuid, p_exercise_id uuid, p_line jsonb, p_caution private.line_caution, p_day date)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    if p_caution.severity is null then
        return p_line || '{"caution": null}';
    end if;
    return p_line || jsonb_build_object(
        'caution', to_jsonb(p_caution) || jsonb_build_object(
            'alternatives', case p_caution.severity
                when 'avoid' then to_jsonb(private.safe_alternatives(p_user, p_exercise_id, p_day)) else '[]'
            end
        ),
        'reason', concat_ws(' ', p_line ->> 'reason', private.caution_text(p_caution))
    );
end;
$$;
comment on function private.with_caution is
'A line of next_workout with what speaks against it today: {body_part, condition, severity, since, alternatives}, null without any; its
reason ends with it.';
