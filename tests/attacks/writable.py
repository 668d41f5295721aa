"""What a signed-in user may write, by column: whatever is granted besides fails a test.

A column that an insert may bring an update may bring too, because an upsert does both.
"""

INSERTABLE = {
    "body_measurements": "id user_id logged_at weight_kg body_fat_percentage other_metrics",
    "exercise_equipment": "exercise_id equipment_id",
    "exercises": "id name description primary_muscle_group secondary_muscle_groups image_url difficulty "
    "aliases instructions movement_pattern mechanic tracking_type exercise_type is_unilateral met "
    "created_by is_active",
    "notification_preferences": "user_id category inbox push email",
    "notification_settings": "user_id locale quiet_from quiet_to remind_at",
    # Granted to users, left to admins by its policies.
    "plan_templates": "id slug name description goal_type plan_type days_per_week difficulty plan "
    "is_published",
    "session_exercises": "id workout_session_id exercise_id workout_plan_exercise_id set_order "
    "logged_reps logged_weight_kg logged_at difficulty_rating notes user_id set_type duration_seconds "
    "distance_m rest_seconds side",
    "complaints": "id user_id body_part condition since until notes",
    "training_breaks": "id user_id kind starts_on ends_on load_percent sets_percent notes",
    "training_preferences": "user_id days_per_week minutes_per_session location liked_exercises "
    "avoided_exercises bars_kg plates_kg dumbbells_kg notes gym_unit",
    "user_consents": "user_id purpose granted version",
    "user_equipment": "user_id equipment_id base_kg plates_kg loads_kg step_kg max_kg",
    "user_goals": "id user_id goal_type target_weight_kg target_muscle_kg start_date target_date is_active",
    # As plan_templates.
    "user_roles": "user_id role",
    "workout_plan_day_exercises": "id plan_workout_id exercise_id order_in_workout target_sets "
    "target_reps target_rest_seconds current_suggested_weight_kg on_success_weight_increase_kg user_id "
    "section progression alternatives superset_group target_rir notes target_group target_id",
    "workout_plan_days": "id plan_id name day_of_week order_in_plan user_id week_number focus "
    "estimated_minutes",
}
UPDATABLE = INSERTABLE | {
    "ai_coach_messages": "read_at",
    "check_ins": "sleep soreness energy mood weight_kg notes",
    "notifications": "read_at",
    "profiles": "username full_name avatar_url preferred_unit height_cm bio timezone date_of_birth sex "
    "fitness_level default_rest_seconds weekly_workout_target week_starts_on locale",
    "workout_plans": "name description goal_type plan_type days_per_week source_description total_weeks "
    "deload_every_weeks",
    "workout_sessions": "notes overall_feeling name scheduled_for location mood_before mood_after energy "
    "current_plan_exercise_id",
}
