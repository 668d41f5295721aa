export type Json =
  | string
  | number
  | boolean
  | null
  | { [key: string]: Json | undefined }
  | Json[];

export type Database = {
  public: {
    Tables: {
      achievements: {
        Row: {
          category: Database["public"]["Enums"]["achievement_category"];
          counter_id: number;
          created_at: string;
          description: string;
          id: string;
          metric: Database["public"]["Enums"]["achievement_metric"];
          name: string;
          parameters: NonNullable<Json>;
          retired_at: string | null;
          slug: string;
          sort_order: number;
          target: number;
          tier: Database["public"]["Enums"]["achievement_tier"];
          updated_at: string;
          xp: number;
        };
        ComputedFields: never;
        Insert: {
          category: Database["public"]["Enums"]["achievement_category"];
          counter_id: number;
          created_at?: string;
          description: string;
          id: string;
          metric: Database["public"]["Enums"]["achievement_metric"];
          name: string;
          parameters?: NonNullable<Json>;
          retired_at?: string | null;
          slug: string;
          sort_order?: number;
          target: number;
          tier: Database["public"]["Enums"]["achievement_tier"];
          updated_at?: string;
          xp: number;
        };
        Update: {
          category?: Database["public"]["Enums"]["achievement_category"];
          counter_id?: number;
          created_at?: string;
          description?: string;
          id?: string;
          metric?: Database["public"]["Enums"]["achievement_metric"];
          name?: string;
          parameters?: NonNullable<Json>;
          retired_at?: string | null;
          slug?: string;
          sort_order?: number;
          target?: number;
          tier?: Database["public"]["Enums"]["achievement_tier"];
          updated_at?: string;
          xp?: number;
        };
        Relationships: [];
      };
      ai_coach_messages: {
        Row: {
          actions: Json | null;
          content: string;
          created_at: string;
          engine: Database["public"]["Enums"]["message_engine"] | null;
          id: string;
          kind: Database["public"]["Enums"]["message_kind"];
          level: number | null;
          model: string | null;
          read_at: string | null;
          sender: Database["public"]["Enums"]["message_sender"];
          session_id: string;
          suggestions: Json | null;
          tone: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          actions?: Json | null;
          content: string;
          created_at?: string;
          engine?: Database["public"]["Enums"]["message_engine"] | null;
          id?: string;
          kind?: Database["public"]["Enums"]["message_kind"];
          level?: number | null;
          model?: string | null;
          read_at?: string | null;
          sender: Database["public"]["Enums"]["message_sender"];
          session_id: string;
          suggestions?: Json | null;
          tone?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          actions?: Json | null;
          content?: string;
          created_at?: string;
          engine?: Database["public"]["Enums"]["message_engine"] | null;
          id?: string;
          kind?: Database["public"]["Enums"]["message_kind"];
          level?: number | null;
          model?: string | null;
          read_at?: string | null;
          sender?: Database["public"]["Enums"]["message_sender"];
          session_id?: string;
          suggestions?: Json | null;
          tone?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "ai_coach_messages_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "ai_coach_messages_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "ai_coach_messages_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "ai_coach_messages_user_id_session_id_fkey";
            columns: ["user_id", "session_id"];
            isOneToOne: false;
            referencedRelation: "coach_conversations";
            referencedColumns: ["user_id", "id"];
          },
        ];
      };
      ai_usage: {
        Row: {
          cost_usd: number;
          created_at: string;
          feature: Database["public"]["Enums"]["ai_feature"];
          id: string;
          input_tokens: number;
          latency_ms: number;
          model: string;
          outcome: Database["public"]["Enums"]["ai_outcome"];
          output_tokens: number;
          request_id: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          cost_usd: number;
          created_at?: string;
          feature: Database["public"]["Enums"]["ai_feature"];
          id?: string;
          input_tokens: number;
          latency_ms: number;
          model: string;
          outcome: Database["public"]["Enums"]["ai_outcome"];
          output_tokens: number;
          request_id?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          cost_usd?: number;
          created_at?: string;
          feature?: Database["public"]["Enums"]["ai_feature"];
          id?: string;
          input_tokens?: number;
          latency_ms?: number;
          model?: string;
          outcome?: Database["public"]["Enums"]["ai_outcome"];
          output_tokens?: number;
          request_id?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "ai_usage_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "ai_usage_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "ai_usage_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      audit_events: {
        Row: {
          action: Database["public"]["Enums"]["audit_action"];
          actor: Database["public"]["Enums"]["audit_actor"];
          created_at: string;
          details: NonNullable<Json>;
          id: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          action: Database["public"]["Enums"]["audit_action"];
          actor: Database["public"]["Enums"]["audit_actor"];
          created_at?: string;
          details?: NonNullable<Json>;
          id?: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          action?: Database["public"]["Enums"]["audit_action"];
          actor?: Database["public"]["Enums"]["audit_actor"];
          created_at?: string;
          details?: NonNullable<Json>;
          id?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "audit_events_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "audit_events_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "audit_events_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      body_measurements: {
        Row: {
          body_fat_percentage: number | null;
          created_at: string;
          id: string;
          is_from_onboarding: boolean;
          logged_at: string;
          other_metrics: Json | null;
          updated_at: string;
          user_id: string;
          weight_kg: number | null;
        };
        ComputedFields: never;
        Insert: {
          body_fat_percentage?: number | null;
          created_at?: string;
          id?: string;
          is_from_onboarding?: boolean;
          logged_at?: string;
          other_metrics?: Json | null;
          updated_at?: string;
          user_id?: string;
          weight_kg?: number | null;
        };
        Update: {
          body_fat_percentage?: number | null;
          created_at?: string;
          id?: string;
          is_from_onboarding?: boolean;
          logged_at?: string;
          other_metrics?: Json | null;
          updated_at?: string;
          user_id?: string;
          weight_kg?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: "body_measurements_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "body_measurements_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "body_measurements_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      check_ins: {
        Row: {
          created_at: string;
          day: string;
          energy: number | null;
          mood: number | null;
          notes: string | null;
          sleep: number | null;
          soreness: number | null;
          timezone: string;
          updated_at: string;
          user_id: string;
          weight_kg: number | null;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          day: string;
          energy?: number | null;
          mood?: number | null;
          notes?: string | null;
          sleep?: number | null;
          soreness?: number | null;
          timezone: string;
          updated_at?: string;
          user_id?: string;
          weight_kg?: number | null;
        };
        Update: {
          created_at?: string;
          day?: string;
          energy?: number | null;
          mood?: number | null;
          notes?: string | null;
          sleep?: number | null;
          soreness?: number | null;
          timezone?: string;
          updated_at?: string;
          user_id?: string;
          weight_kg?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: "check_ins_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "check_ins_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "check_ins_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      coach_conversations: {
        Row: {
          created_at: string;
          id: string;
          title: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id?: string;
          title?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          created_at?: string;
          id?: string;
          title?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "coach_conversations_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "coach_conversations_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "coach_conversations_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      coach_memories: {
        Row: {
          content: string;
          created_at: string;
          expires_at: string | null;
          id: string;
          importance: number;
          kind: Database["public"]["Enums"]["memory_kind"];
          source_message_id: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          content: string;
          created_at?: string;
          expires_at?: string | null;
          id?: string;
          importance?: number;
          kind: Database["public"]["Enums"]["memory_kind"];
          source_message_id?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          content?: string;
          created_at?: string;
          expires_at?: string | null;
          id?: string;
          importance?: number;
          kind?: Database["public"]["Enums"]["memory_kind"];
          source_message_id?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "coach_memories_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "coach_memories_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "coach_memories_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "coach_memories_user_id_source_message_id_fkey";
            columns: ["user_id", "source_message_id"];
            isOneToOne: false;
            referencedRelation: "ai_coach_messages";
            referencedColumns: ["user_id", "id"];
          },
        ];
      };
      complaints: {
        Row: {
          body_part: Database["public"]["Enums"]["body_part"];
          condition: Database["public"]["Enums"]["health_condition"];
          created_at: string;
          id: string;
          notes: string | null;
          since: string;
          source: Database["public"]["Enums"]["complaint_source"];
          until: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          body_part: Database["public"]["Enums"]["body_part"];
          condition?: Database["public"]["Enums"]["health_condition"];
          created_at?: string;
          id?: string;
          notes?: string | null;
          since: string;
          source?: Database["public"]["Enums"]["complaint_source"];
          until?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          body_part?: Database["public"]["Enums"]["body_part"];
          condition?: Database["public"]["Enums"]["health_condition"];
          created_at?: string;
          id?: string;
          notes?: string | null;
          since?: string;
          source?: Database["public"]["Enums"]["complaint_source"];
          until?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "complaints_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "complaints_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "complaints_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      equipment: {
        Row: {
          created_at: string;
          description: string | null;
          id: string;
          image_url: string | null;
          load_type: Database["public"]["Enums"]["load_type"] | null;
          name: string;
          slug: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          description?: string | null;
          id?: string;
          image_url?: string | null;
          load_type?: Database["public"]["Enums"]["load_type"] | null;
          name: string;
          slug: string;
          updated_at?: string;
        };
        Update: {
          created_at?: string;
          description?: string | null;
          id?: string;
          image_url?: string | null;
          load_type?: Database["public"]["Enums"]["load_type"] | null;
          name?: string;
          slug?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      exercise_contraindications: {
        Row: {
          body_part: Database["public"]["Enums"]["body_part"];
          condition: Database["public"]["Enums"]["health_condition"];
          exercise_id: string;
          severity: Database["public"]["Enums"]["contraindication"];
        };
        ComputedFields: never;
        Insert: {
          body_part: Database["public"]["Enums"]["body_part"];
          condition: Database["public"]["Enums"]["health_condition"];
          exercise_id: string;
          severity: Database["public"]["Enums"]["contraindication"];
        };
        Update: {
          body_part?: Database["public"]["Enums"]["body_part"];
          condition?: Database["public"]["Enums"]["health_condition"];
          exercise_id?: string;
          severity?: Database["public"]["Enums"]["contraindication"];
        };
        Relationships: [
          {
            foreignKeyName: "exercise_contraindications_exercise_id_fkey";
            columns: ["exercise_id"];
            isOneToOne: false;
            referencedRelation: "exercises";
            referencedColumns: ["id"];
          },
        ];
      };
      exercise_equipment: {
        Row: {
          created_at: string;
          equipment_id: string;
          exercise_id: string;
          updated_at: string;
          user_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          equipment_id: string;
          exercise_id: string;
          updated_at?: string;
          user_id?: string | null;
        };
        Update: {
          created_at?: string;
          equipment_id?: string;
          exercise_id?: string;
          updated_at?: string;
          user_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "exercise_equipment_equipment_id_fkey";
            columns: ["equipment_id"];
            isOneToOne: false;
            referencedRelation: "equipment";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "exercise_equipment_exercise_id_fkey";
            columns: ["exercise_id"];
            isOneToOne: false;
            referencedRelation: "exercises";
            referencedColumns: ["id"];
          },
        ];
      };
      exercise_names: {
        Row: {
          aliases: string[];
          exercise_id: string;
          locale: Database["public"]["Enums"]["catalog_locale"];
          name: string;
        };
        ComputedFields: never;
        Insert: {
          aliases?: string[];
          exercise_id: string;
          locale: Database["public"]["Enums"]["catalog_locale"];
          name: string;
        };
        Update: {
          aliases?: string[];
          exercise_id?: string;
          locale?: Database["public"]["Enums"]["catalog_locale"];
          name?: string;
        };
        Relationships: [
          {
            foreignKeyName: "exercise_names_exercise_id_fkey";
            columns: ["exercise_id"];
            isOneToOne: false;
            referencedRelation: "exercises";
            referencedColumns: ["id"];
          },
        ];
      };
      exercises: {
        Row: {
          aliases: string[];
          bodyweight_share: number | null;
          created_at: string;
          created_by: string | null;
          description: string | null;
          difficulty: Database["public"]["Enums"]["difficulty"] | null;
          distance_kind: Database["public"]["Enums"]["distance_kind"] | null;
          exercise_type: Database["public"]["Enums"]["exercise_type"];
          has_impact: boolean;
          id: string;
          image_url: string | null;
          instructions: string[];
          is_active: boolean;
          is_approved: boolean;
          is_overhead: boolean;
          is_skill: boolean;
          is_unilateral: boolean;
          mechanic: Database["public"]["Enums"]["mechanic"];
          met: number | null;
          movement_pattern: Database["public"]["Enums"]["movement_pattern"];
          name: string;
          primary_muscle_group: Database["public"]["Enums"]["muscle"];
          progression_of: string | null;
          regression_of: string | null;
          secondary_muscle_groups: Database["public"]["Enums"]["muscle"][];
          slug: string | null;
          spinal_load: number;
          tracking_type: Database["public"]["Enums"]["tracking_type"];
          updated_at: string;
          equipment_required: string[] | null;
        };
        ComputedFields: "equipment_required";
        Insert: {
          aliases?: string[];
          bodyweight_share?: number | null;
          created_at?: string;
          created_by?: string | null;
          description?: string | null;
          difficulty?: Database["public"]["Enums"]["difficulty"] | null;
          distance_kind?: Database["public"]["Enums"]["distance_kind"] | null;
          exercise_type?: Database["public"]["Enums"]["exercise_type"];
          has_impact?: boolean;
          id?: string;
          image_url?: string | null;
          instructions?: string[];
          is_active?: boolean;
          is_approved?: boolean;
          is_overhead?: boolean;
          is_skill?: boolean;
          is_unilateral?: boolean;
          mechanic: Database["public"]["Enums"]["mechanic"];
          met?: number | null;
          movement_pattern: Database["public"]["Enums"]["movement_pattern"];
          name: string;
          primary_muscle_group: Database["public"]["Enums"]["muscle"];
          progression_of?: string | null;
          regression_of?: string | null;
          secondary_muscle_groups?: Database["public"]["Enums"]["muscle"][];
          slug?: string | null;
          spinal_load?: number;
          tracking_type?: Database["public"]["Enums"]["tracking_type"];
          updated_at?: string;
        };
        Update: {
          aliases?: string[];
          bodyweight_share?: number | null;
          created_at?: string;
          created_by?: string | null;
          description?: string | null;
          difficulty?: Database["public"]["Enums"]["difficulty"] | null;
          distance_kind?: Database["public"]["Enums"]["distance_kind"] | null;
          exercise_type?: Database["public"]["Enums"]["exercise_type"];
          has_impact?: boolean;
          id?: string;
          image_url?: string | null;
          instructions?: string[];
          is_active?: boolean;
          is_approved?: boolean;
          is_overhead?: boolean;
          is_skill?: boolean;
          is_unilateral?: boolean;
          mechanic?: Database["public"]["Enums"]["mechanic"];
          met?: number | null;
          movement_pattern?: Database["public"]["Enums"]["movement_pattern"];
          name?: string;
          primary_muscle_group?: Database["public"]["Enums"]["muscle"];
          progression_of?: string | null;
          regression_of?: string | null;
          secondary_muscle_groups?: Database["public"]["Enums"]["muscle"][];
          slug?: string | null;
          spinal_load?: number;
          tracking_type?: Database["public"]["Enums"]["tracking_type"];
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: "exercises_created_by_fkey";
            columns: ["created_by"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "exercises_created_by_fkey";
            columns: ["created_by"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "exercises_created_by_fkey";
            columns: ["created_by"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "exercises_progression_of_fkey";
            columns: ["progression_of"];
            isOneToOne: false;
            referencedRelation: "exercises";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "exercises_regression_of_fkey";
            columns: ["regression_of"];
            isOneToOne: false;
            referencedRelation: "exercises";
            referencedColumns: ["id"];
          },
        ];
      };
      level_thresholds: {
        Row: {
          level: number;
          min_xp: number;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          level: number;
          min_xp: number;
          version: number;
        };
        Update: {
          level?: number;
          min_xp?: number;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: "level_thresholds_version_fkey";
            columns: ["version"];
            isOneToOne: false;
            referencedRelation: "xp_rule_versions";
            referencedColumns: ["version"];
          },
        ];
      };
      notification_preferences: {
        Row: {
          category: Database["public"]["Enums"]["notification_category"];
          created_at: string;
          email: boolean;
          inbox: boolean;
          push: boolean;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          category: Database["public"]["Enums"]["notification_category"];
          created_at?: string;
          email?: boolean;
          inbox?: boolean;
          push?: boolean;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          category?: Database["public"]["Enums"]["notification_category"];
          created_at?: string;
          email?: boolean;
          inbox?: boolean;
          push?: boolean;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "notification_preferences_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "notification_preferences_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "notification_preferences_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      notification_settings: {
        Row: {
          created_at: string;
          locale: string | null;
          quiet_from: string | null;
          quiet_to: string | null;
          remind_at: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          locale?: string | null;
          quiet_from?: string | null;
          quiet_to?: string | null;
          remind_at?: string;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          created_at?: string;
          locale?: string | null;
          quiet_from?: string | null;
          quiet_to?: string | null;
          remind_at?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "notification_settings_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: true;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "notification_settings_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: true;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "notification_settings_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: true;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      notifications: {
        Row: {
          body: string;
          category: Database["public"]["Enums"]["notification_category"];
          created_at: string;
          data: NonNullable<Json>;
          dedupe_key: string;
          id: string;
          in_inbox: boolean;
          locale: string;
          read_at: string | null;
          title: string;
          type: Database["public"]["Enums"]["notification_type"];
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          body: string;
          category: Database["public"]["Enums"]["notification_category"];
          created_at?: string;
          data: NonNullable<Json>;
          dedupe_key: string;
          id?: string;
          in_inbox: boolean;
          locale: string;
          read_at?: string | null;
          title: string;
          type: Database["public"]["Enums"]["notification_type"];
          updated_at?: string;
          user_id: string;
        };
        Update: {
          body?: string;
          category?: Database["public"]["Enums"]["notification_category"];
          created_at?: string;
          data?: NonNullable<Json>;
          dedupe_key?: string;
          id?: string;
          in_inbox?: boolean;
          locale?: string;
          read_at?: string | null;
          title?: string;
          type?: Database["public"]["Enums"]["notification_type"];
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "notifications_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "notifications_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "notifications_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      personal_records: {
        Row: {
          achieved_at: string;
          body_kg: number | null;
          confidence: Database["public"]["Enums"]["confidence"] | null;
          created_at: string;
          distance_m: number | null;
          exercise_id: string;
          id: string;
          improvement_percentage: number | null;
          load_kg: number | null;
          previous_value: number | null;
          record_type: Database["public"]["Enums"]["record_type"];
          set_id: string | null;
          updated_at: string;
          user_id: string;
          value: number;
        };
        ComputedFields: never;
        Insert: {
          achieved_at: string;
          body_kg?: number | null;
          confidence?: Database["public"]["Enums"]["confidence"] | null;
          created_at?: string;
          distance_m?: number | null;
          exercise_id: string;
          id: string;
          improvement_percentage?: number | null;
          load_kg?: number | null;
          previous_value?: number | null;
          record_type: Database["public"]["Enums"]["record_type"];
          set_id?: string | null;
          updated_at?: string;
          user_id: string;
          value: number;
        };
        Update: {
          achieved_at?: string;
          body_kg?: number | null;
          confidence?: Database["public"]["Enums"]["confidence"] | null;
          created_at?: string;
          distance_m?: number | null;
          exercise_id?: string;
          id?: string;
          improvement_percentage?: number | null;
          load_kg?: number | null;
          previous_value?: number | null;
          record_type?: Database["public"]["Enums"]["record_type"];
          set_id?: string | null;
          updated_at?: string;
          user_id?: string;
          value?: number;
        };
        Relationships: [
          {
            foreignKeyName: "personal_records_exercise_id_fkey";
            columns: ["exercise_id"];
            isOneToOne: false;
            referencedRelation: "exercises";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "personal_records_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "personal_records_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "personal_records_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      plan_changes: {
        Row: {
          after: NonNullable<Json>;
          before: NonNullable<Json>;
          created_at: string;
          decided_at: string | null;
          id: string;
          is_large: boolean;
          made_by: Database["public"]["Enums"]["change_author"];
          operations: NonNullable<Json>;
          plan_id: string | null;
          status: Database["public"]["Enums"]["change_status"];
          summary: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          after: NonNullable<Json>;
          before: NonNullable<Json>;
          created_at?: string;
          decided_at?: string | null;
          id?: string;
          is_large: boolean;
          made_by?: Database["public"]["Enums"]["change_author"];
          operations: NonNullable<Json>;
          plan_id?: string | null;
          status?: Database["public"]["Enums"]["change_status"];
          summary: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          after?: NonNullable<Json>;
          before?: NonNullable<Json>;
          created_at?: string;
          decided_at?: string | null;
          id?: string;
          is_large?: boolean;
          made_by?: Database["public"]["Enums"]["change_author"];
          operations?: NonNullable<Json>;
          plan_id?: string | null;
          status?: Database["public"]["Enums"]["change_status"];
          summary?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "plan_changes_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "plan_changes_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "plan_changes_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "plan_changes_user_id_plan_id_fkey";
            columns: ["user_id", "plan_id"];
            isOneToOne: false;
            referencedRelation: "workout_plans";
            referencedColumns: ["user_id", "id"];
          },
        ];
      };
      plan_origins: {
        Row: {
          created_at: string;
          engine: Database["public"]["Enums"]["plan_engine"];
          model: string | null;
          plan_id: string;
          prompt_version: string | null;
          rationale: string | null;
          request: NonNullable<Json>;
          sources: NonNullable<Json>;
          updated_at: string;
          user_id: string;
          warnings: NonNullable<Json>;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          engine: Database["public"]["Enums"]["plan_engine"];
          model?: string | null;
          plan_id: string;
          prompt_version?: string | null;
          rationale?: string | null;
          request: NonNullable<Json>;
          sources?: NonNullable<Json>;
          updated_at?: string;
          user_id: string;
          warnings?: NonNullable<Json>;
        };
        Update: {
          created_at?: string;
          engine?: Database["public"]["Enums"]["plan_engine"];
          model?: string | null;
          plan_id?: string;
          prompt_version?: string | null;
          rationale?: string | null;
          request?: NonNullable<Json>;
          sources?: NonNullable<Json>;
          updated_at?: string;
          user_id?: string;
          warnings?: NonNullable<Json>;
        };
        Relationships: [
          {
            foreignKeyName: "plan_origins_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "plan_origins_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "plan_origins_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "plan_origins_user_id_plan_id_fkey";
            columns: ["user_id", "plan_id"];
            isOneToOne: false;
            referencedRelation: "workout_plans";
            referencedColumns: ["user_id", "id"];
          },
        ];
      };
      plan_templates: {
        Row: {
          created_at: string;
          created_by: string | null;
          days_per_week: number;
          description: string;
          difficulty: Database["public"]["Enums"]["difficulty"] | null;
          goal_type: Database["public"]["Enums"]["goal_type"] | null;
          id: string;
          is_published: boolean;
          name: string;
          plan: NonNullable<Json>;
          plan_type: Database["public"]["Enums"]["plan_type"];
          slug: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          created_by?: string | null;
          days_per_week: number;
          description: string;
          difficulty?: Database["public"]["Enums"]["difficulty"] | null;
          goal_type?: Database["public"]["Enums"]["goal_type"] | null;
          id?: string;
          is_published?: boolean;
          name: string;
          plan: NonNullable<Json>;
          plan_type: Database["public"]["Enums"]["plan_type"];
          slug: string;
          updated_at?: string;
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          days_per_week?: number;
          description?: string;
          difficulty?: Database["public"]["Enums"]["difficulty"] | null;
          goal_type?: Database["public"]["Enums"]["goal_type"] | null;
          id?: string;
          is_published?: boolean;
          name?: string;
          plan?: NonNullable<Json>;
          plan_type?: Database["public"]["Enums"]["plan_type"];
          slug?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: "plan_templates_created_by_fkey";
            columns: ["created_by"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "plan_templates_created_by_fkey";
            columns: ["created_by"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "plan_templates_created_by_fkey";
            columns: ["created_by"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      prescriptions: {
        Row: {
          created_at: string;
          effective_at: string;
          failures: number;
          id: string;
          inputs: NonNullable<Json>;
          new_target: NonNullable<Json>;
          old_target: NonNullable<Json>;
          outcome: Database["public"]["Enums"]["outcome"] | null;
          plan_exercise_id: string;
          reason_code: Database["public"]["Enums"]["reason_code"];
          rule: string | null;
          session_id: string | null;
          state: NonNullable<Json>;
          superseded_at: string | null;
          target_id: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          effective_at: string;
          failures?: number;
          id?: string;
          inputs: NonNullable<Json>;
          new_target: NonNullable<Json>;
          old_target: NonNullable<Json>;
          outcome?: Database["public"]["Enums"]["outcome"] | null;
          plan_exercise_id: string;
          reason_code: Database["public"]["Enums"]["reason_code"];
          rule?: string | null;
          session_id?: string | null;
          state?: NonNullable<Json>;
          superseded_at?: string | null;
          target_id: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          effective_at?: string;
          failures?: number;
          id?: string;
          inputs?: NonNullable<Json>;
          new_target?: NonNullable<Json>;
          old_target?: NonNullable<Json>;
          outcome?: Database["public"]["Enums"]["outcome"] | null;
          plan_exercise_id?: string;
          reason_code?: Database["public"]["Enums"]["reason_code"];
          rule?: string | null;
          session_id?: string | null;
          state?: NonNullable<Json>;
          superseded_at?: string | null;
          target_id?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "prescriptions_user_id_plan_exercise_id_fkey";
            columns: ["user_id", "plan_exercise_id"];
            isOneToOne: false;
            referencedRelation: "workout_plan_day_exercises";
            referencedColumns: ["user_id", "id"];
          },
        ];
      };
      profiles: {
        Row: {
          affinity_score: number;
          avatar_url: string | null;
          bio: string | null;
          created_at: string;
          current_goal_id: string | null;
          date_of_birth: string | null;
          default_rest_seconds: number;
          experience_points: number;
          fitness_level: Database["public"]["Enums"]["fitness_level"] | null;
          full_name: string | null;
          height_cm: number | null;
          id: string;
          level: number;
          locale: Database["public"]["Enums"]["catalog_locale"] | null;
          onboarding_complete: boolean;
          preferred_unit: Database["public"]["Enums"]["preferred_unit"];
          sex: Database["public"]["Enums"]["sex"] | null;
          subscription_status: Database["public"]["Enums"]["subscription_status"];
          timezone: string;
          updated_at: string;
          username: string | null;
          week_starts_on: number;
          weekly_workout_target: number | null;
        };
        ComputedFields: never;
        Insert: {
          affinity_score?: number;
          avatar_url?: string | null;
          bio?: string | null;
          created_at?: string;
          current_goal_id?: string | null;
          date_of_birth?: string | null;
          default_rest_seconds?: number;
          experience_points?: number;
          fitness_level?: Database["public"]["Enums"]["fitness_level"] | null;
          full_name?: string | null;
          height_cm?: number | null;
          id: string;
          level?: number;
          locale?: Database["public"]["Enums"]["catalog_locale"] | null;
          onboarding_complete?: boolean;
          preferred_unit?: Database["public"]["Enums"]["preferred_unit"];
          sex?: Database["public"]["Enums"]["sex"] | null;
          subscription_status?: Database["public"]["Enums"]["subscription_status"];
          timezone?: string;
          updated_at?: string;
          username?: string | null;
          week_starts_on?: number;
          weekly_workout_target?: number | null;
        };
        Update: {
          affinity_score?: number;
          avatar_url?: string | null;
          bio?: string | null;
          created_at?: string;
          current_goal_id?: string | null;
          date_of_birth?: string | null;
          default_rest_seconds?: number;
          experience_points?: number;
          fitness_level?: Database["public"]["Enums"]["fitness_level"] | null;
          full_name?: string | null;
          height_cm?: number | null;
          id?: string;
          level?: number;
          locale?: Database["public"]["Enums"]["catalog_locale"] | null;
          onboarding_complete?: boolean;
          preferred_unit?: Database["public"]["Enums"]["preferred_unit"];
          sex?: Database["public"]["Enums"]["sex"] | null;
          subscription_status?: Database["public"]["Enums"]["subscription_status"];
          timezone?: string;
          updated_at?: string;
          username?: string | null;
          week_starts_on?: number;
          weekly_workout_target?: number | null;
        };
        Relationships: [];
      };
      push_devices: {
        Row: {
          app_version: string | null;
          created_at: string;
          id: string;
          last_seen_at: string;
          locale: string | null;
          platform: Database["public"]["Enums"]["push_platform"];
          token: string | null;
          token_hash: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          created_at?: string;
          id?: string;
          last_seen_at?: string;
          locale?: string | null;
          platform: Database["public"]["Enums"]["push_platform"];
          token?: string | null;
          token_hash: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          created_at?: string;
          id?: string;
          last_seen_at?: string;
          locale?: string | null;
          platform?: Database["public"]["Enums"]["push_platform"];
          token?: string | null;
          token_hash?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "push_devices_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "push_devices_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "push_devices_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      session_exercises: {
        Row: {
          created_at: string;
          difficulty_rating: number | null;
          distance_m: number | null;
          duration_seconds: number | null;
          exercise_id: string;
          id: string;
          is_linked: boolean;
          is_personal_record: boolean;
          logged_at: string;
          logged_reps: number | null;
          logged_weight_kg: number | null;
          notes: string | null;
          rest_seconds: number | null;
          set_order: number;
          set_type: Database["public"]["Enums"]["set_type"];
          side: Database["public"]["Enums"]["side"] | null;
          updated_at: string;
          user_id: string;
          was_successful_for_progression: boolean | null;
          workout_plan_exercise_id: string | null;
          workout_session_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          difficulty_rating?: number | null;
          distance_m?: number | null;
          duration_seconds?: number | null;
          exercise_id: string;
          id?: string;
          is_linked?: boolean;
          is_personal_record?: boolean;
          logged_at?: string;
          logged_reps?: number | null;
          logged_weight_kg?: number | null;
          notes?: string | null;
          rest_seconds?: number | null;
          set_order: number;
          set_type?: Database["public"]["Enums"]["set_type"];
          side?: Database["public"]["Enums"]["side"] | null;
          updated_at?: string;
          user_id?: string;
          was_successful_for_progression?: boolean | null;
          workout_plan_exercise_id?: string | null;
          workout_session_id: string;
        };
        Update: {
          created_at?: string;
          difficulty_rating?: number | null;
          distance_m?: number | null;
          duration_seconds?: number | null;
          exercise_id?: string;
          id?: string;
          is_linked?: boolean;
          is_personal_record?: boolean;
          logged_at?: string;
          logged_reps?: number | null;
          logged_weight_kg?: number | null;
          notes?: string | null;
          rest_seconds?: number | null;
          set_order?: number;
          set_type?: Database["public"]["Enums"]["set_type"];
          side?: Database["public"]["Enums"]["side"] | null;
          updated_at?: string;
          user_id?: string;
          was_successful_for_progression?: boolean | null;
          workout_plan_exercise_id?: string | null;
          workout_session_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "session_exercises_exercise_id_fkey";
            columns: ["exercise_id"];
            isOneToOne: false;
            referencedRelation: "exercises";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "session_exercises_user_id_workout_plan_exercise_id_fkey";
            columns: ["user_id", "workout_plan_exercise_id"];
            isOneToOne: false;
            referencedRelation: "workout_plan_day_exercises";
            referencedColumns: ["user_id", "id"];
          },
          {
            foreignKeyName: "session_exercises_user_id_workout_session_id_fkey";
            columns: ["user_id", "workout_session_id"];
            isOneToOne: false;
            referencedRelation: "workout_sessions";
            referencedColumns: ["user_id", "id"];
          },
        ];
      };
      subscriptions: {
        Row: {
          access_until: string | null;
          created_at: string;
          current_period_end: string | null;
          current_period_start: string | null;
          id: string;
          is_trial: boolean;
          product_id: string | null;
          provider: Database["public"]["Enums"]["billing_provider"];
          provider_subscription_id: string;
          renews: boolean;
          status: Database["public"]["Enums"]["billing_status"];
          store: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          access_until?: string | null;
          created_at?: string;
          current_period_end?: string | null;
          current_period_start?: string | null;
          id?: string;
          is_trial: boolean;
          product_id?: string | null;
          provider: Database["public"]["Enums"]["billing_provider"];
          provider_subscription_id: string;
          renews: boolean;
          status: Database["public"]["Enums"]["billing_status"];
          store?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          access_until?: string | null;
          created_at?: string;
          current_period_end?: string | null;
          current_period_start?: string | null;
          id?: string;
          is_trial?: boolean;
          product_id?: string | null;
          provider?: Database["public"]["Enums"]["billing_provider"];
          provider_subscription_id?: string;
          renews?: boolean;
          status?: Database["public"]["Enums"]["billing_status"];
          store?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "subscriptions_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "subscriptions_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "subscriptions_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      training_breaks: {
        Row: {
          counts_from: string | null;
          counts_until: string | null;
          created_at: string;
          ends_on: string | null;
          id: string;
          is_suggested: boolean;
          kind: Database["public"]["Enums"]["break_kind"];
          load_percent: number;
          notes: string | null;
          plan_id: string | null;
          sets_percent: number;
          starts_on: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          counts_from?: string | null;
          counts_until?: string | null;
          created_at?: string;
          ends_on?: string | null;
          id?: string;
          is_suggested?: boolean;
          kind: Database["public"]["Enums"]["break_kind"];
          load_percent?: number;
          notes?: string | null;
          plan_id?: string | null;
          sets_percent?: number;
          starts_on: string;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          counts_from?: string | null;
          counts_until?: string | null;
          created_at?: string;
          ends_on?: string | null;
          id?: string;
          is_suggested?: boolean;
          kind?: Database["public"]["Enums"]["break_kind"];
          load_percent?: number;
          notes?: string | null;
          plan_id?: string | null;
          sets_percent?: number;
          starts_on?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "training_breaks_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "training_breaks_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "training_breaks_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "training_breaks_user_id_plan_id_fkey";
            columns: ["user_id", "plan_id"];
            isOneToOne: false;
            referencedRelation: "workout_plans";
            referencedColumns: ["user_id", "id"];
          },
        ];
      };
      training_preferences: {
        Row: {
          avoided_exercises: string[];
          bars_kg: number[];
          created_at: string;
          days_per_week: number | null;
          dumbbells_kg: number[];
          gym_unit: Database["public"]["Enums"]["preferred_unit"] | null;
          liked_exercises: string[];
          location: Database["public"]["Enums"]["location"] | null;
          minutes_per_session: number | null;
          notes: string | null;
          plates_kg: number[];
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          avoided_exercises?: string[];
          bars_kg?: number[];
          created_at?: string;
          days_per_week?: number | null;
          dumbbells_kg?: number[];
          gym_unit?: Database["public"]["Enums"]["preferred_unit"] | null;
          liked_exercises?: string[];
          location?: Database["public"]["Enums"]["location"] | null;
          minutes_per_session?: number | null;
          notes?: string | null;
          plates_kg?: number[];
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          avoided_exercises?: string[];
          bars_kg?: number[];
          created_at?: string;
          days_per_week?: number | null;
          dumbbells_kg?: number[];
          gym_unit?: Database["public"]["Enums"]["preferred_unit"] | null;
          liked_exercises?: string[];
          location?: Database["public"]["Enums"]["location"] | null;
          minutes_per_session?: number | null;
          notes?: string | null;
          plates_kg?: number[];
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "training_preferences_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: true;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "training_preferences_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: true;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "training_preferences_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: true;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      user_consents: {
        Row: {
          created_at: string;
          decided_at: string;
          granted: boolean;
          purpose: Database["public"]["Enums"]["consent_purpose"];
          updated_at: string;
          user_id: string;
          version: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          decided_at?: string;
          granted: boolean;
          purpose: Database["public"]["Enums"]["consent_purpose"];
          updated_at?: string;
          user_id?: string;
          version: string;
        };
        Update: {
          created_at?: string;
          decided_at?: string;
          granted?: boolean;
          purpose?: Database["public"]["Enums"]["consent_purpose"];
          updated_at?: string;
          user_id?: string;
          version?: string;
        };
        Relationships: [
          {
            foreignKeyName: "user_consents_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "user_consents_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "user_consents_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      user_equipment: {
        Row: {
          base_kg: number | null;
          created_at: string;
          equipment_id: string;
          loads_kg: number[] | null;
          max_kg: number | null;
          plates_kg: number[] | null;
          step_kg: number | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          base_kg?: number | null;
          created_at?: string;
          equipment_id: string;
          loads_kg?: number[] | null;
          max_kg?: number | null;
          plates_kg?: number[] | null;
          step_kg?: number | null;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          base_kg?: number | null;
          created_at?: string;
          equipment_id?: string;
          loads_kg?: number[] | null;
          max_kg?: number | null;
          plates_kg?: number[] | null;
          step_kg?: number | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "user_equipment_equipment_id_fkey";
            columns: ["equipment_id"];
            isOneToOne: false;
            referencedRelation: "equipment";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "user_equipment_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "user_equipment_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "user_equipment_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      user_goals: {
        Row: {
          created_at: string;
          estimated_completion_date: string | null;
          goal_type: Database["public"]["Enums"]["goal_type"];
          id: string;
          is_active: boolean;
          start_date: string;
          target_date: string | null;
          target_muscle_kg: number | null;
          target_weight_kg: number | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          estimated_completion_date?: string | null;
          goal_type: Database["public"]["Enums"]["goal_type"];
          id?: string;
          is_active?: boolean;
          start_date: string;
          target_date?: string | null;
          target_muscle_kg?: number | null;
          target_weight_kg?: number | null;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          created_at?: string;
          estimated_completion_date?: string | null;
          goal_type?: Database["public"]["Enums"]["goal_type"];
          id?: string;
          is_active?: boolean;
          start_date?: string;
          target_date?: string | null;
          target_muscle_kg?: number | null;
          target_weight_kg?: number | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "user_goals_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "user_goals_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "user_goals_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      user_roles: {
        Row: {
          created_at: string;
          role: Database["public"]["Enums"]["app_role"];
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          role: Database["public"]["Enums"]["app_role"];
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          role?: Database["public"]["Enums"]["app_role"];
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "user_roles_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "user_roles_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "user_roles_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
        ];
      };
      workout_plan_day_exercises: {
        Row: {
          alternatives: string[];
          created_at: string;
          current_suggested_weight_kg: number | null;
          exercise_id: string;
          id: string;
          notes: string | null;
          on_success_weight_increase_kg: number | null;
          order_in_workout: number;
          plan_workout_id: string;
          progression: Json | null;
          section: Database["public"]["Enums"]["plan_section"];
          superset_group: number | null;
          target_group: number | null;
          target_id: string;
          target_reps: string;
          target_rest_seconds: number | null;
          target_rir: number | null;
          target_sets: number;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          alternatives?: string[];
          created_at?: string;
          current_suggested_weight_kg?: number | null;
          exercise_id: string;
          id?: string;
          notes?: string | null;
          on_success_weight_increase_kg?: number | null;
          order_in_workout: number;
          plan_workout_id: string;
          progression?: Json | null;
          section?: Database["public"]["Enums"]["plan_section"];
          superset_group?: number | null;
          target_group?: number | null;
          target_id?: string;
          target_reps: string;
          target_rest_seconds?: number | null;
          target_rir?: number | null;
          target_sets: number;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          alternatives?: string[];
          created_at?: string;
          current_suggested_weight_kg?: number | null;
          exercise_id?: string;
          id?: string;
          notes?: string | null;
          on_success_weight_increase_kg?: number | null;
          order_in_workout?: number;
          plan_workout_id?: string;
          progression?: Json | null;
          section?: Database["public"]["Enums"]["plan_section"];
          superset_group?: number | null;
          target_group?: number | null;
          target_id?: string;
          target_reps?: string;
          target_rest_seconds?: number | null;
          target_rir?: number | null;
          target_sets?: number;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "workout_plan_day_exercises_exercise_id_fkey";
            columns: ["exercise_id"];
            isOneToOne: false;
            referencedRelation: "exercises";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "workout_plan_day_exercises_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "workout_plan_day_exercises_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "workout_plan_day_exercises_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "workout_plan_day_exercises_user_id_plan_workout_id_fkey";
            columns: ["user_id", "plan_workout_id"];
            isOneToOne: false;
            referencedRelation: "workout_plan_days";
            referencedColumns: ["user_id", "id"];
          },
        ];
      };
      workout_plan_days: {
        Row: {
          created_at: string;
          day_of_week: number | null;
          estimated_minutes: number | null;
          focus: Database["public"]["Enums"]["muscle"][];
          id: string;
          name: string;
          order_in_plan: number;
          plan_id: string;
          updated_at: string;
          user_id: string;
          week_number: number;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          day_of_week?: number | null;
          estimated_minutes?: number | null;
          focus?: Database["public"]["Enums"]["muscle"][];
          id?: string;
          name: string;
          order_in_plan: number;
          plan_id: string;
          updated_at?: string;
          user_id?: string;
          week_number?: number;
        };
        Update: {
          created_at?: string;
          day_of_week?: number | null;
          estimated_minutes?: number | null;
          focus?: Database["public"]["Enums"]["muscle"][];
          id?: string;
          name?: string;
          order_in_plan?: number;
          plan_id?: string;
          updated_at?: string;
          user_id?: string;
          week_number?: number;
        };
        Relationships: [
          {
            foreignKeyName: "workout_plan_days_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "workout_plan_days_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "workout_plan_days_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "workout_plan_days_user_id_plan_id_fkey";
            columns: ["user_id", "plan_id"];
            isOneToOne: false;
            referencedRelation: "workout_plans";
            referencedColumns: ["user_id", "id"];
          },
        ];
      };
      workout_plans: {
        Row: {
          activated_at: string | null;
          archived_at: string | null;
          created_at: string;
          created_by: Database["public"]["Enums"]["plan_author"];
          days_per_week: number;
          deload_every_weeks: number | null;
          description: string | null;
          goal_type: Database["public"]["Enums"]["goal_type"] | null;
          id: string;
          is_active: boolean;
          name: string;
          plan_type: Database["public"]["Enums"]["plan_type"];
          source_description: string | null;
          source_plan_id: string | null;
          total_weeks: number | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          activated_at?: string | null;
          archived_at?: string | null;
          created_at?: string;
          created_by?: Database["public"]["Enums"]["plan_author"];
          days_per_week: number;
          deload_every_weeks?: number | null;
          description?: string | null;
          goal_type?: Database["public"]["Enums"]["goal_type"] | null;
          id?: string;
          is_active?: boolean;
          name: string;
          plan_type: Database["public"]["Enums"]["plan_type"];
          source_description?: string | null;
          source_plan_id?: string | null;
          total_weeks?: number | null;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          activated_at?: string | null;
          archived_at?: string | null;
          created_at?: string;
          created_by?: Database["public"]["Enums"]["plan_author"];
          days_per_week?: number;
          deload_every_weeks?: number | null;
          description?: string | null;
          goal_type?: Database["public"]["Enums"]["goal_type"] | null;
          id?: string;
          is_active?: boolean;
          name?: string;
          plan_type?: Database["public"]["Enums"]["plan_type"];
          source_description?: string | null;
          source_plan_id?: string | null;
          total_weeks?: number | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "workout_plans_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "workout_plans_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "workout_plans_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "workout_plans_user_id_source_plan_id_fkey";
            columns: ["user_id", "source_plan_id"];
            isOneToOne: false;
            referencedRelation: "workout_plans";
            referencedColumns: ["user_id", "id"];
          },
        ];
      };
      workout_sessions: {
        Row: {
          created_at: string;
          current_plan_exercise_id: string | null;
          day: string;
          duplicate_of: string | null;
          ended_at: string | null;
          energy: number | null;
          energy_kcal: number | null;
          id: string;
          is_history: boolean;
          location: Database["public"]["Enums"]["location"] | null;
          mood_after: number | null;
          mood_before: number | null;
          name: string | null;
          notes: string | null;
          overall_feeling: Database["public"]["Enums"]["feeling"] | null;
          paused_at: string | null;
          paused_seconds: number;
          plan_workout_id: string | null;
          planned: Json | null;
          rest_seconds: number | null;
          rest_started_at: string | null;
          scheduled_for: string | null;
          started_at: string;
          status: Database["public"]["Enums"]["session_status"];
          timezone: string;
          total_sets: number;
          total_volume_kg: number;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          current_plan_exercise_id?: string | null;
          day?: never;
          duplicate_of?: string | null;
          ended_at?: string | null;
          energy?: number | null;
          energy_kcal?: number | null;
          id?: string;
          is_history?: boolean;
          location?: Database["public"]["Enums"]["location"] | null;
          mood_after?: number | null;
          mood_before?: number | null;
          name?: string | null;
          notes?: string | null;
          overall_feeling?: Database["public"]["Enums"]["feeling"] | null;
          paused_at?: string | null;
          paused_seconds?: number;
          plan_workout_id?: string | null;
          planned?: Json | null;
          rest_seconds?: number | null;
          rest_started_at?: string | null;
          scheduled_for?: string | null;
          started_at?: string;
          status?: Database["public"]["Enums"]["session_status"];
          timezone: string;
          total_sets?: number;
          total_volume_kg?: number;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          created_at?: string;
          current_plan_exercise_id?: string | null;
          day?: never;
          duplicate_of?: string | null;
          ended_at?: string | null;
          energy?: number | null;
          energy_kcal?: number | null;
          id?: string;
          is_history?: boolean;
          location?: Database["public"]["Enums"]["location"] | null;
          mood_after?: number | null;
          mood_before?: number | null;
          name?: string | null;
          notes?: string | null;
          overall_feeling?: Database["public"]["Enums"]["feeling"] | null;
          paused_at?: string | null;
          paused_seconds?: number;
          plan_workout_id?: string | null;
          planned?: Json | null;
          rest_seconds?: number | null;
          rest_started_at?: string | null;
          scheduled_for?: string | null;
          started_at?: string;
          status?: Database["public"]["Enums"]["session_status"];
          timezone?: string;
          total_sets?: number;
          total_volume_kg?: number;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "workout_sessions_user_id_duplicate_of_fkey";
            columns: ["user_id", "duplicate_of"];
            isOneToOne: false;
            referencedRelation: "workout_sessions";
            referencedColumns: ["user_id", "id"];
          },
          {
            foreignKeyName: "workout_sessions_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "workout_sessions_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "workout_sessions_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "workout_sessions_user_id_plan_workout_id_fkey";
            columns: ["user_id", "plan_workout_id"];
            isOneToOne: false;
            referencedRelation: "workout_plan_days";
            referencedColumns: ["user_id", "id"];
          },
        ];
      };
      xp_events: {
        Row: {
          created_at: string;
          event_type: Database["public"]["Enums"]["xp_event_type"];
          id: string;
          reverses_id: string | null;
          rule_version: number;
          source_id: string;
          source_type: string;
          updated_at: string;
          user_id: string;
          xp: number;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          event_type: Database["public"]["Enums"]["xp_event_type"];
          id?: string;
          reverses_id?: string | null;
          rule_version: number;
          source_id: string;
          source_type: string;
          updated_at?: string;
          user_id: string;
          xp: number;
        };
        Update: {
          created_at?: string;
          event_type?: Database["public"]["Enums"]["xp_event_type"];
          id?: string;
          reverses_id?: string | null;
          rule_version?: number;
          source_id?: string;
          source_type?: string;
          updated_at?: string;
          user_id?: string;
          xp?: number;
        };
        Relationships: [
          {
            foreignKeyName: "xp_events_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "xp_events_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "streaks";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "xp_events_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "user_achievements";
            referencedColumns: ["user_id"];
          },
          {
            foreignKeyName: "xp_events_user_id_reverses_id_fkey";
            columns: ["user_id", "reverses_id"];
            isOneToOne: true;
            referencedRelation: "xp_events";
            referencedColumns: ["user_id", "id"];
          },
        ];
      };
      xp_rule_versions: {
        Row: {
          daily_cap: number;
          description: string;
          valid_from: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          daily_cap: number;
          description: string;
          valid_from: string;
          version: number;
        };
        Update: {
          daily_cap?: number;
          description?: string;
          valid_from?: string;
          version?: number;
        };
        Relationships: [];
      };
      xp_rules: {
        Row: {
          event_type: Database["public"]["Enums"]["xp_event_type"];
          version: number;
          xp: number;
        };
        ComputedFields: never;
        Insert: {
          event_type: Database["public"]["Enums"]["xp_event_type"];
          version: number;
          xp: number;
        };
        Update: {
          event_type?: Database["public"]["Enums"]["xp_event_type"];
          version?: number;
          xp?: number;
        };
        Relationships: [
          {
            foreignKeyName: "xp_rules_version_fkey";
            columns: ["version"];
            isOneToOne: false;
            referencedRelation: "xp_rule_versions";
            referencedColumns: ["version"];
          },
        ];
      };
    };
    Views: {
      muscle_groups: {
        Row: {
          group_name: string | null;
          muscle: Database["public"]["Enums"]["muscle"] | null;
        };
        ComputedFields: never;
        Insert: {
          group_name?: string | null;
          muscle?: Database["public"]["Enums"]["muscle"] | null;
        };
        Update: {
          group_name?: string | null;
          muscle?: Database["public"]["Enums"]["muscle"] | null;
        };
        Relationships: [];
      };
      streaks: {
        Row: {
          current_streak: number | null;
          freezes_available: number | null;
          id: string | null;
          last_incremented_at: string | null;
          longest_streak: number | null;
          streak_type: Database["public"]["Enums"]["streak_type"] | null;
          this_period_count: number | null;
          this_period_target: number | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          current_streak?: number | null;
          freezes_available?: number | null;
          id?: string | null;
          last_incremented_at?: string | null;
          longest_streak?: number | null;
          streak_type?: Database["public"]["Enums"]["streak_type"] | null;
          this_period_count?: number | null;
          this_period_target?: number | null;
          user_id?: string | null;
        };
        Update: {
          current_streak?: number | null;
          freezes_available?: number | null;
          id?: string | null;
          last_incremented_at?: string | null;
          longest_streak?: number | null;
          streak_type?: Database["public"]["Enums"]["streak_type"] | null;
          this_period_count?: number | null;
          this_period_target?: number | null;
          user_id?: string | null;
        };
        Relationships: [];
      };
      user_achievements: {
        Row: {
          achievement_id: string | null;
          category: Database["public"]["Enums"]["achievement_category"];
          counter_id: number;
          description: string;
          metric: Database["public"]["Enums"]["achievement_metric"];
          name: string;
          progress: number | null;
          slug: string;
          sort_order: number;
          target: number;
          tier: Database["public"]["Enums"]["achievement_tier"];
          unlocked_at: string | null;
          user_id: string;
          xp: number;
        };
        ComputedFields: never;
        Insert: {
          achievement_id?: string | null;
          category?: Database["public"]["Enums"]["achievement_category"] | null;
          counter_id?: number | null;
          description?: string | null;
          metric?: Database["public"]["Enums"]["achievement_metric"] | null;
          name?: string | null;
          progress?: number | null;
          slug?: string | null;
          sort_order?: number | null;
          target?: number | null;
          tier?: Database["public"]["Enums"]["achievement_tier"] | null;
          unlocked_at?: string | null;
          user_id?: string | null;
          xp?: number | null;
        };
        Update: {
          achievement_id?: string | null;
          category?: Database["public"]["Enums"]["achievement_category"] | null;
          counter_id?: number | null;
          description?: string | null;
          metric?: Database["public"]["Enums"]["achievement_metric"] | null;
          name?: string | null;
          progress?: number | null;
          slug?: string | null;
          sort_order?: number | null;
          target?: number | null;
          tier?: Database["public"]["Enums"]["achievement_tier"] | null;
          unlocked_at?: string | null;
          user_id?: string | null;
          xp?: number | null;
        };
        Relationships: [];
      };
    };
    Functions: {
      activate_plan: {
        Args: { p_plan_id: string };
        Returns: {
          activated_at: string | null;
          archived_at: string | null;
          created_at: string;
          created_by: Database["public"]["Enums"]["plan_author"];
          days_per_week: number;
          deload_every_weeks: number | null;
          description: string | null;
          goal_type: Database["public"]["Enums"]["goal_type"] | null;
          id: string;
          is_active: boolean;
          name: string;
          plan_type: Database["public"]["Enums"]["plan_type"];
          source_description: string | null;
          source_plan_id: string | null;
          total_weeks: number | null;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "workout_plans";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      add_data_key: {
        Args: { p_after: number; p_purpose: string; p_wrapped: string };
        Returns: number;
      };
      advanced_stats: { Args: { p_weeks?: number }; Returns: Json };
      alternative_exercises: {
        Args: { p_exercise_id: string; p_limit?: number };
        Returns: {
          aliases: string[];
          bodyweight_share: number | null;
          created_at: string;
          created_by: string | null;
          description: string | null;
          difficulty: Database["public"]["Enums"]["difficulty"] | null;
          distance_kind: Database["public"]["Enums"]["distance_kind"] | null;
          exercise_type: Database["public"]["Enums"]["exercise_type"];
          has_impact: boolean;
          id: string;
          image_url: string | null;
          instructions: string[];
          is_active: boolean;
          is_approved: boolean;
          is_overhead: boolean;
          is_skill: boolean;
          is_unilateral: boolean;
          mechanic: Database["public"]["Enums"]["mechanic"];
          met: number | null;
          movement_pattern: Database["public"]["Enums"]["movement_pattern"];
          name: string;
          primary_muscle_group: Database["public"]["Enums"]["muscle"];
          progression_of: string | null;
          regression_of: string | null;
          secondary_muscle_groups: Database["public"]["Enums"]["muscle"][];
          slug: string | null;
          spinal_load: number;
          tracking_type: Database["public"]["Enums"]["tracking_type"];
          updated_at: string;
        }[];
        SetofOptions: {
          from: "*";
          to: "exercises";
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      apply_plan_change: {
        Args: { p_change_id: string };
        Returns: {
          activated_at: string | null;
          archived_at: string | null;
          created_at: string;
          created_by: Database["public"]["Enums"]["plan_author"];
          days_per_week: number;
          deload_every_weeks: number | null;
          description: string | null;
          goal_type: Database["public"]["Enums"]["goal_type"] | null;
          id: string;
          is_active: boolean;
          name: string;
          plan_type: Database["public"]["Enums"]["plan_type"];
          source_description: string | null;
          source_plan_id: string | null;
          total_weeks: number | null;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "workout_plans";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      approve_exercise: {
        Args: { p_exercise_id: string; p_updated_at?: string };
        Returns: {
          aliases: string[];
          bodyweight_share: number | null;
          created_at: string;
          created_by: string | null;
          description: string | null;
          difficulty: Database["public"]["Enums"]["difficulty"] | null;
          distance_kind: Database["public"]["Enums"]["distance_kind"] | null;
          exercise_type: Database["public"]["Enums"]["exercise_type"];
          has_impact: boolean;
          id: string;
          image_url: string | null;
          instructions: string[];
          is_active: boolean;
          is_approved: boolean;
          is_overhead: boolean;
          is_skill: boolean;
          is_unilateral: boolean;
          mechanic: Database["public"]["Enums"]["mechanic"];
          met: number | null;
          movement_pattern: Database["public"]["Enums"]["movement_pattern"];
          name: string;
          primary_muscle_group: Database["public"]["Enums"]["muscle"];
          progression_of: string | null;
          regression_of: string | null;
          secondary_muscle_groups: Database["public"]["Enums"]["muscle"][];
          slug: string | null;
          spinal_load: number;
          tracking_type: Database["public"]["Enums"]["tracking_type"];
          updated_at: string;
        };
        SetofOptions: {
          from: "*";
          to: "exercises";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      archive_plan: {
        Args: { p_plan_id: string };
        Returns: {
          activated_at: string | null;
          archived_at: string | null;
          created_at: string;
          created_by: Database["public"]["Enums"]["plan_author"];
          days_per_week: number;
          deload_every_weeks: number | null;
          description: string | null;
          goal_type: Database["public"]["Enums"]["goal_type"] | null;
          id: string;
          is_active: boolean;
          name: string;
          plan_type: Database["public"]["Enums"]["plan_type"];
          source_description: string | null;
          source_plan_id: string | null;
          total_weeks: number | null;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "workout_plans";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      begin_ai_request: {
        Args: {
          p_feature: Database["public"]["Enums"]["ai_feature"];
          p_key: string;
          p_request_hash: string;
          p_seconds: number;
          p_user_id: string;
        };
        Returns: Json;
      };
      bodyweight_progress: {
        Args: { p_from?: string; p_to?: string };
        Returns: {
          day: string;
          mean_7_days_kg: number;
          weight_kg: number;
        }[];
      };
      cancel_workout: {
        Args: { p_session_id: string };
        Returns: {
          created_at: string;
          current_plan_exercise_id: string | null;
          day: string;
          duplicate_of: string | null;
          ended_at: string | null;
          energy: number | null;
          energy_kcal: number | null;
          id: string;
          is_history: boolean;
          location: Database["public"]["Enums"]["location"] | null;
          mood_after: number | null;
          mood_before: number | null;
          name: string | null;
          notes: string | null;
          overall_feeling: Database["public"]["Enums"]["feeling"] | null;
          paused_at: string | null;
          paused_seconds: number;
          plan_workout_id: string | null;
          planned: Json | null;
          rest_seconds: number | null;
          rest_started_at: string | null;
          scheduled_for: string | null;
          started_at: string;
          status: Database["public"]["Enums"]["session_status"];
          timezone: string;
          total_sets: number;
          total_volume_kg: number;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "workout_sessions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      claim_file_deletions: {
        Args: { p_limit: number; p_seconds: number };
        Returns: Json;
      };
      claim_messages: {
        Args: {
          p_channels?: Database["public"]["Enums"]["message_channel"][];
          p_limit?: number;
          p_seconds?: number;
        };
        Returns: {
          address: string;
          attempt: number;
          body: string;
          channel: Database["public"]["Enums"]["message_channel"];
          data: Json;
          device_id: string;
          id: string;
          locale: string;
          notification_id: string;
          sealed: string;
          title: string;
          type: Database["public"]["Enums"]["notification_type"];
          user_id: string;
        }[];
      };
      claim_receipts: {
        Args: {
          p_channels?: Database["public"]["Enums"]["message_channel"][];
          p_limit?: number;
        };
        Returns: {
          id: string;
          ticket: string;
        }[];
      };
      coach_context: { Args: { p_session_id?: string }; Returns: Json };
      complete_onboarding: {
        Args: { p_equipment: string[]; p_goal: Json; p_profile: Json };
        Returns: Json;
      };
      correct_workout: { Args: { p_workout: Json }; Returns: Json };
      count_abuse_signals: { Args: { p_signals: Json }; Returns: number };
      create_plan: { Args: { p_plan: Json }; Returns: string };
      data_keys_of: {
        Args: { p_purpose: string };
        Returns: {
          seals: boolean;
          version: number;
          wrapped: string;
        }[];
      };
      decline_plan_change: {
        Args: { p_change_id: string };
        Returns: {
          activated_at: string | null;
          archived_at: string | null;
          created_at: string;
          created_by: Database["public"]["Enums"]["plan_author"];
          days_per_week: number;
          deload_every_weeks: number | null;
          description: string | null;
          goal_type: Database["public"]["Enums"]["goal_type"] | null;
          id: string;
          is_active: boolean;
          name: string;
          plan_type: Database["public"]["Enums"]["plan_type"];
          source_description: string | null;
          source_plan_id: string | null;
          total_weeks: number | null;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "workout_plans";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      delete_files: { Args: { p_key: string }; Returns: Json };
      delete_my_account: { Args: { p_confirm: string }; Returns: undefined };
      duplicate_plan: {
        Args: { p_new_plan_id?: string; p_plan_id: string };
        Returns: string;
      };
      equipment_required: {
        Args: {
          exercise: Omit<
            Database["public"]["Tables"]["exercises"]["Row"],
            Database["public"]["Tables"]["exercises"]["ComputedFields"]
          >;
        };
        Returns: string[];
      };
      exercise_progress: {
        Args: { p_exercise_id: string; p_from?: string; p_to?: string };
        Returns: {
          best_distance_m: number;
          best_duration_seconds: number;
          best_reps: number;
          best_weight_kg: number;
          confidence: Database["public"]["Enums"]["confidence"];
          day: string;
          estimated_1rm_kg: number;
          sets: number;
          volume_kg: number;
        }[];
      };
      explain_prescription: {
        Args: { p_plan_exercise_id: string };
        Returns: Json;
      };
      export_my_data: { Args: { p_section?: string }; Returns: Json };
      finish_ai_request: {
        Args: {
          p_body: Json;
          p_is_charged: boolean;
          p_request_id: string;
          p_status: number;
          p_usage?: Json;
          p_user_id: string;
        };
        Returns: boolean;
      };
      finish_workout: {
        Args: {
          p_notes?: string;
          p_overall_feeling?: Database["public"]["Enums"]["feeling"];
          p_session_id: string;
        };
        Returns: Json;
      };
      grant_access: {
        Args: { p_reason: string; p_until: string; p_user_id: string };
        Returns: {
          access_until: string | null;
          created_at: string;
          current_period_end: string | null;
          current_period_start: string | null;
          id: string;
          is_trial: boolean;
          product_id: string | null;
          provider: Database["public"]["Enums"]["billing_provider"];
          provider_subscription_id: string;
          renews: boolean;
          status: Database["public"]["Enums"]["billing_status"];
          store: string | null;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "subscriptions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      keep_duplicate: { Args: { p_session_id: string }; Returns: Json };
      log_workout: { Args: { p_workout: Json }; Returns: Json };
      match_memories: {
        Args: {
          p_match_count?: number;
          p_model?: string;
          p_query_embedding?: string;
          p_query_text?: string;
        };
        Returns: {
          content: string;
          created_at: string;
          expires_at: string;
          id: string;
          importance: number;
          kind: Database["public"]["Enums"]["memory_kind"];
          score: number;
          similarity: number;
          source_message_id: string;
          updated_at: string;
        }[];
      };
      merge_workouts: {
        Args: { p_keep: string; p_other: string };
        Returns: Json;
      };
      muscle_ranking: { Args: Record<PropertyKey, never>; Returns: Json };
      muscles_worked: {
        Args: { p_from?: string; p_to?: string };
        Returns: {
          day: string;
          sets: number;
          sets_by_group: Json;
          sets_by_muscle: Json;
          volume_by_muscle: Json;
          volume_kg: number;
        }[];
      };
      next_set: {
        Args: { p_session_id: string; p_sets?: Json };
        Returns: Json;
      };
      next_workout: { Args: Record<PropertyKey, never>; Returns: Json };
      one_rep_max_table: {
        Args: { p_reps: number; p_weight_kg: number };
        Returns: {
          formula: string;
          is_ours: boolean;
          one_rep_max_kg: number;
        }[];
      };
      pause_workout: {
        Args: { p_session_id: string };
        Returns: {
          created_at: string;
          current_plan_exercise_id: string | null;
          day: string;
          duplicate_of: string | null;
          ended_at: string | null;
          energy: number | null;
          energy_kcal: number | null;
          id: string;
          is_history: boolean;
          location: Database["public"]["Enums"]["location"] | null;
          mood_after: number | null;
          mood_before: number | null;
          name: string | null;
          notes: string | null;
          overall_feeling: Database["public"]["Enums"]["feeling"] | null;
          paused_at: string | null;
          paused_seconds: number;
          plan_workout_id: string | null;
          planned: Json | null;
          rest_seconds: number | null;
          rest_started_at: string | null;
          scheduled_for: string | null;
          started_at: string;
          status: Database["public"]["Enums"]["session_status"];
          timezone: string;
          total_sets: number;
          total_volume_kg: number;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "workout_sessions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      plan_from_template: {
        Args: { p_new_plan_id?: string; p_template_id: string };
        Returns: string;
      };
      process_billing_event: { Args: { p_id: string }; Returns: string };
      propose_plan_change: {
        Args: { p_change: Json; p_user_id: string };
        Returns: Json;
      };
      read_all_notifications: {
        Args: Record<PropertyKey, never>;
        Returns: number;
      };
      record_ai_usage: {
        Args: { p_usage: Json; p_user_id: string };
        Returns: number;
      };
      record_check_in: {
        Args: { p_check_in?: Json; p_timezone?: string };
        Returns: Json;
      };
      register_device: {
        Args: {
          p_app_version?: string;
          p_locale?: string;
          p_platform: Database["public"]["Enums"]["push_platform"];
          p_token: string;
        };
        Returns: {
          app_version: string | null;
          created_at: string;
          id: string;
          last_seen_at: string;
          locale: string | null;
          platform: Database["public"]["Enums"]["push_platform"];
          token: string | null;
          token_hash: string;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "push_devices";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      reorder_plan: {
        Args: { p_order: Json; p_plan_id: string };
        Returns: Json;
      };
      reset_streaks: { Args: { p_key: string }; Returns: Json };
      resume_workout: {
        Args: { p_session_id: string };
        Returns: {
          created_at: string;
          current_plan_exercise_id: string | null;
          day: string;
          duplicate_of: string | null;
          ended_at: string | null;
          energy: number | null;
          energy_kcal: number | null;
          id: string;
          is_history: boolean;
          location: Database["public"]["Enums"]["location"] | null;
          mood_after: number | null;
          mood_before: number | null;
          name: string | null;
          notes: string | null;
          overall_feeling: Database["public"]["Enums"]["feeling"] | null;
          paused_at: string | null;
          paused_seconds: number;
          plan_workout_id: string | null;
          planned: Json | null;
          rest_seconds: number | null;
          rest_started_at: string | null;
          scheduled_for: string | null;
          started_at: string;
          status: Database["public"]["Enums"]["session_status"];
          timezone: string;
          total_sets: number;
          total_volume_kg: number;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "workout_sessions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      seal_tokens: { Args: { p_tokens: Json }; Returns: number };
      search_exercises: {
        Args: {
          p_after?: string;
          p_difficulty?: Database["public"]["Enums"]["difficulty"];
          p_equipment?: string[];
          p_limit?: number;
          p_locale?: Database["public"]["Enums"]["catalog_locale"];
          p_muscles?: Database["public"]["Enums"]["muscle"][];
          p_query?: string;
        };
        Returns: {
          aliases: string[];
          created_at: string;
          created_by: string;
          cursor: string;
          description: string;
          difficulty: Database["public"]["Enums"]["difficulty"];
          equipment_required: string[];
          exercise_type: Database["public"]["Enums"]["exercise_type"];
          id: string;
          image_url: string;
          instructions: string[];
          is_active: boolean;
          is_approved: boolean;
          is_unilateral: boolean;
          local_name: string;
          mechanic: Database["public"]["Enums"]["mechanic"];
          met: number;
          movement_pattern: Database["public"]["Enums"]["movement_pattern"];
          name: string;
          primary_muscle_group: Database["public"]["Enums"]["muscle"];
          score: number;
          secondary_muscle_groups: Database["public"]["Enums"]["muscle"][];
          slug: string;
          tracking_type: Database["public"]["Enums"]["tracking_type"];
          updated_at: string;
        }[];
      };
      settle_file_deletions: { Args: { p_results: Json }; Returns: number };
      settle_messages: { Args: { p_results: Json }; Returns: Json };
      settle_receipts: { Args: { p_results: Json }; Returns: Json };
      settle_streaks: {
        Args: { p_after?: string; p_limit?: number };
        Returns: Json;
      };
      simulate_progression: {
        Args: { p_outcomes: Json; p_plan_exercise_id: string };
        Returns: Json;
      };
      skip_rest: {
        Args: { p_session_id: string };
        Returns: {
          created_at: string;
          current_plan_exercise_id: string | null;
          day: string;
          duplicate_of: string | null;
          ended_at: string | null;
          energy: number | null;
          energy_kcal: number | null;
          id: string;
          is_history: boolean;
          location: Database["public"]["Enums"]["location"] | null;
          mood_after: number | null;
          mood_before: number | null;
          name: string | null;
          notes: string | null;
          overall_feeling: Database["public"]["Enums"]["feeling"] | null;
          paused_at: string | null;
          paused_seconds: number;
          plan_workout_id: string | null;
          planned: Json | null;
          rest_seconds: number | null;
          rest_started_at: string | null;
          scheduled_for: string | null;
          started_at: string;
          status: Database["public"]["Enums"]["session_status"];
          timezone: string;
          total_sets: number;
          total_volume_kg: number;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "workout_sessions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      skip_workout: {
        Args: { p_plan_workout_id: string; p_session_id?: string };
        Returns: {
          created_at: string;
          current_plan_exercise_id: string | null;
          day: string;
          duplicate_of: string | null;
          ended_at: string | null;
          energy: number | null;
          energy_kcal: number | null;
          id: string;
          is_history: boolean;
          location: Database["public"]["Enums"]["location"] | null;
          mood_after: number | null;
          mood_before: number | null;
          name: string | null;
          notes: string | null;
          overall_feeling: Database["public"]["Enums"]["feeling"] | null;
          paused_at: string | null;
          paused_seconds: number;
          plan_workout_id: string | null;
          planned: Json | null;
          rest_seconds: number | null;
          rest_started_at: string | null;
          scheduled_for: string | null;
          started_at: string;
          status: Database["public"]["Enums"]["session_status"];
          timezone: string;
          total_sets: number;
          total_volume_kg: number;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "workout_sessions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      start_deload: {
        Args: { p_days?: number; p_starts_on?: string };
        Returns: {
          counts_from: string | null;
          counts_until: string | null;
          created_at: string;
          ends_on: string | null;
          id: string;
          is_suggested: boolean;
          kind: Database["public"]["Enums"]["break_kind"];
          load_percent: number;
          notes: string | null;
          plan_id: string | null;
          sets_percent: number;
          starts_on: string;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "training_breaks";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      start_dispatch: { Args: { p_key: string }; Returns: Json };
      start_rest: {
        Args: { p_session_id: string };
        Returns: {
          created_at: string;
          current_plan_exercise_id: string | null;
          day: string;
          duplicate_of: string | null;
          ended_at: string | null;
          energy: number | null;
          energy_kcal: number | null;
          id: string;
          is_history: boolean;
          location: Database["public"]["Enums"]["location"] | null;
          mood_after: number | null;
          mood_before: number | null;
          name: string | null;
          notes: string | null;
          overall_feeling: Database["public"]["Enums"]["feeling"] | null;
          paused_at: string | null;
          paused_seconds: number;
          plan_workout_id: string | null;
          planned: Json | null;
          rest_seconds: number | null;
          rest_started_at: string | null;
          scheduled_for: string | null;
          started_at: string;
          status: Database["public"]["Enums"]["session_status"];
          timezone: string;
          total_sets: number;
          total_volume_kg: number;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "workout_sessions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      start_workout: {
        Args: {
          p_plan_workout_id?: string;
          p_session_id?: string;
          p_timezone?: string;
        };
        Returns: {
          created_at: string;
          current_plan_exercise_id: string | null;
          day: string;
          duplicate_of: string | null;
          ended_at: string | null;
          energy: number | null;
          energy_kcal: number | null;
          id: string;
          is_history: boolean;
          location: Database["public"]["Enums"]["location"] | null;
          mood_after: number | null;
          mood_before: number | null;
          name: string | null;
          notes: string | null;
          overall_feeling: Database["public"]["Enums"]["feeling"] | null;
          paused_at: string | null;
          paused_seconds: number;
          plan_workout_id: string | null;
          planned: Json | null;
          rest_seconds: number | null;
          rest_started_at: string | null;
          scheduled_for: string | null;
          started_at: string;
          status: Database["public"]["Enums"]["session_status"];
          timezone: string;
          total_sets: number;
          total_volume_kg: number;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "workout_sessions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      store_billing_event: {
        Args: {
          p_environment: string;
          p_event_at: string;
          p_event_id: string;
          p_payload: Json;
          p_provider: Database["public"]["Enums"]["billing_provider"];
          p_type: string;
        };
        Returns: Json;
      };
      store_coach_answer: {
        Args: { p_answer: Json; p_request?: Json; p_user_id: string };
        Returns: Json;
      };
      store_generated_plan: {
        Args: { p_origin: Json; p_plan: Json; p_user_id: string };
        Returns: string;
      };
      store_memory_vectors: {
        Args: { p_user_id: string; p_vectors: Json };
        Returns: number;
      };
      store_user_message: {
        Args: { p_message: Json; p_user_id: string };
        Returns: Json;
      };
      streak_history: {
        Args: { p_weeks?: number };
        Returns: {
          current_streak: number;
          freezes_available: number;
          status: Database["public"]["Enums"]["week_status"];
          target: number;
          training_days: number;
          week_start: string;
        }[];
      };
      swap_plan_exercise: {
        Args: { p_exercise_id: string; p_plan_exercise_id: string };
        Returns: Json;
      };
      tokens_to_seal: {
        Args: { p_limit?: number };
        Returns: {
          device_id: string;
          sealed: string;
          token: string;
          user_id: string;
        }[];
      };
      training_brief: { Args: Record<PropertyKey, never>; Returns: Json };
      training_calendar: {
        Args: { p_from?: string; p_to?: string };
        Returns: {
          day: string;
          sessions: Json;
        }[];
      };
      training_overview: { Args: Record<PropertyKey, never>; Returns: Json };
      undo_plan_change: {
        Args: { p_change_id: string };
        Returns: {
          activated_at: string | null;
          archived_at: string | null;
          created_at: string;
          created_by: Database["public"]["Enums"]["plan_author"];
          days_per_week: number;
          deload_every_weeks: number | null;
          description: string | null;
          goal_type: Database["public"]["Enums"]["goal_type"] | null;
          id: string;
          is_active: boolean;
          name: string;
          plan_type: Database["public"]["Enums"]["plan_type"];
          source_description: string | null;
          source_plan_id: string | null;
          total_weeks: number | null;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: "*";
          to: "workout_plans";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      usage: { Args: Record<PropertyKey, never>; Returns: Json };
    };
    Enums: {
      achievement_category:
        | "first_steps"
        | "consistency"
        | "streaks"
        | "work"
        | "progress"
        | "variety"
        | "time_of_day"
        | "comeback"
        | "endurance";
      achievement_metric:
        | "workouts"
        | "sets"
        | "volume_kg"
        | "records"
        | "exercises"
        | "returns"
        | "muscle_groups_in_week"
        | "distance_km"
        | "cardio_minutes"
        | "weeks_on_target"
        | "weekly_streak"
        | "check_ins"
        | "plans";
      achievement_tier: "bronze" | "silver" | "gold" | "platinum";
      ai_feature: "generate_plan" | "import_plan" | "coach_chat";
      ai_outcome:
        | "ok"
        | "blocked"
        | "truncated"
        | "malformed"
        | "rejected"
        | "timeout"
        | "unavailable"
        | "rate_limited"
        | "error";
      app_role: "user" | "moderator" | "admin";
      audit_action:
        | "account_created"
        | "email_changed"
        | "password_changed"
        | "role_granted"
        | "role_revoked"
        | "subscription_changed"
        | "consent_given"
        | "consent_withdrawn"
        | "plan_generated"
        | "plan_change_applied"
        | "plan_change_undone"
        | "plan_deleted"
        | "workout_deleted"
        | "conversation_deleted"
        | "data_exported";
      audit_actor: "user" | "admin" | "service" | "auth" | "system";
      billing_provider: "revenuecat" | "stripe" | "manual";
      billing_status:
        | "pending"
        | "trial"
        | "active"
        | "grace"
        | "paused"
        | "canceled"
        | "refunded"
        | "expired";
      body_part:
        | "neck"
        | "shoulder"
        | "elbow"
        | "wrist"
        | "back"
        | "hip"
        | "knee"
        | "ankle"
        | "abdomen"
        | "pelvis"
        | "body";
      break_kind: "illness" | "injury" | "travel" | "deload";
      catalog_locale: "en" | "de" | "es" | "fr" | "pt" | "it";
      change_author: "user" | "coach_ai" | "coach";
      change_status: "proposed" | "applied" | "declined" | "undone";
      complaint_source: "user" | "coach";
      confidence: "high" | "medium" | "low";
      consent_purpose: "ai" | "cohort_statistics" | "analytics";
      contraindication: "caution" | "avoid";
      difficulty: "beginner" | "intermediate" | "advanced";
      distance_kind: "run" | "row" | "cycle" | "swim";
      exercise_type: "strength" | "cardio" | "flexibility" | "balance";
      feeling: "easy" | "moderate" | "hard" | "very_hard";
      fitness_level: "beginner" | "intermediate" | "advanced";
      goal_type:
        | "lose_weight"
        | "gain_muscle"
        | "maintain"
        | "improve_strength"
        | "endurance";
      health_condition:
        | "pain"
        | "impingement"
        | "cuff_surgery"
        | "ac_joint"
        | "instability"
        | "tendinopathy"
        | "disc"
        | "extension_pain"
        | "sacroiliac"
        | "hip_impingement"
        | "front_knee"
        | "meniscus"
        | "acl_graft"
        | "achilles"
        | "sprain"
        | "hernia"
        | "pelvic_floor"
        | "pregnancy"
        | "late_pregnancy"
        | "high_blood_pressure"
        | "osteoporosis"
        | "hypermobility"
        | "obesity"
        | "epilepsy"
        | "older_adult"
        | "child";
      key_lift:
        "squat" | "bench_press" | "deadlift" | "overhead_press" | "barbell_row";
      load_type: "bar" | "dumbbell" | "plates" | "machine" | "fixed";
      location: "home" | "gym" | "outdoor" | "other";
      mechanic: "compound" | "isolation";
      memory_kind: "fact" | "preference" | "injury" | "goal" | "event";
      message_channel: "push_fcm" | "push_expo" | "email";
      message_engine: "gemini" | "rules";
      message_kind: "chat" | "level_up" | "nudge";
      message_sender: "user" | "ai";
      movement_pattern:
        | "squat"
        | "hinge"
        | "lunge"
        | "horizontal_push"
        | "vertical_push"
        | "horizontal_pull"
        | "vertical_pull"
        | "carry"
        | "rotation"
        | "isolation"
        | "locomotion";
      muscle:
        | "chest"
        | "lats"
        | "upper_back"
        | "lower_back"
        | "traps"
        | "front_delts"
        | "side_delts"
        | "rear_delts"
        | "biceps"
        | "triceps"
        | "forearms"
        | "abs"
        | "obliques"
        | "glutes"
        | "quads"
        | "hamstrings"
        | "adductors"
        | "abductors"
        | "calves"
        | "neck"
        | "full_body"
        | "cardio";
      notification_category: "training" | "progress" | "coach" | "account";
      notification_type:
        | "workout_due"
        | "week_empty"
        | "streak_at_risk"
        | "level_up"
        | "record"
        | "achievement"
        | "plan_ready"
        | "premium_started"
        | "premium_ended";
      outcome: "success" | "held" | "failure" | "none";
      plan_author: "user" | "ai" | "coach" | "template";
      plan_engine: "gemini" | "rules" | "parser";
      plan_section: "warmup" | "main" | "cooldown";
      plan_type:
        | "full_body"
        | "upper_lower"
        | "push_pull_legs"
        | "split"
        | "bodyweight"
        | "cardio"
        | "other";
      preferred_unit: "metric" | "imperial";
      push_platform: "fcm" | "expo";
      reason_code:
        | "first_time"
        | "progressed"
        | "reps_up"
        | "held"
        | "below_target"
        | "missed_reps"
        | "repeated_failure"
        | "deload"
        | "planned_deload"
        | "readiness_hold"
        | "readiness_deload"
        | "manual"
        | "not_trained"
        | "after_break"
        | "complaint";
      record_type:
        | "max_weight"
        | "max_reps"
        | "max_volume"
        | "estimated_1rm"
        | "max_duration"
        | "max_distance"
        | "best_time"
        | "best_pace"
        | "reps_at_load"
        | "duration_at_load"
        | "distance_at_load"
        | "max_weight_with_body"
        | "estimated_1rm_with_body"
        | "max_volume_with_body";
      session_status:
        | "planned"
        | "started"
        | "paused"
        | "completed"
        | "skipped"
        | "canceled"
        | "abandoned"
        | "duplicate";
      set_type: "warmup" | "working" | "drop" | "failure";
      sex: "female" | "male" | "other";
      side: "left" | "right";
      streak_type: "weekly_workout_completion" | "daily_login";
      strength_tier:
        | "untrained"
        | "beginner"
        | "novice"
        | "intermediate"
        | "advanced"
        | "elite";
      subscription_status: "free" | "trial" | "active" | "canceled";
      tracking_type:
        | "weight_reps"
        | "reps_only"
        | "assisted"
        | "duration"
        | "distance_duration";
      week_status: "met" | "missed" | "frozen" | "paused" | "running";
      xp_event_type:
        | "workout_completed"
        | "exercise_logged"
        | "personal_record"
        | "streak_kept"
        | "check_in"
        | "achievement"
        | "onboarding";
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, "__InternalSupabase">;

type DefaultSchema = DatabaseWithoutInternals[Extract<
  keyof Database,
  "public"
>];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals;
}
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] &
        DefaultSchema["Views"])
    ? (DefaultSchema["Tables"] &
        DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    keyof DefaultSchema["Tables"] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals;
}
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    keyof DefaultSchema["Tables"] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals;
}
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    keyof DefaultSchema["Enums"] | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals;
}
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
    ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals;
}
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
    ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {
      achievement_category: [
        "first_steps",
        "consistency",
        "streaks",
        "work",
        "progress",
        "variety",
        "time_of_day",
        "comeback",
        "endurance",
      ],
      achievement_metric: [
        "workouts",
        "sets",
        "volume_kg",
        "records",
        "exercises",
        "returns",
        "muscle_groups_in_week",
        "distance_km",
        "cardio_minutes",
        "weeks_on_target",
        "weekly_streak",
        "check_ins",
        "plans",
      ],
      achievement_tier: ["bronze", "silver", "gold", "platinum"],
      ai_feature: ["generate_plan", "import_plan", "coach_chat"],
      ai_outcome: [
        "ok",
        "blocked",
        "truncated",
        "malformed",
        "rejected",
        "timeout",
        "unavailable",
        "rate_limited",
        "error",
      ],
      app_role: ["user", "moderator", "admin"],
      audit_action: [
        "account_created",
        "email_changed",
        "password_changed",
        "role_granted",
        "role_revoked",
        "subscription_changed",
        "consent_given",
        "consent_withdrawn",
        "plan_generated",
        "plan_change_applied",
        "plan_change_undone",
        "plan_deleted",
        "workout_deleted",
        "conversation_deleted",
        "data_exported",
      ],
      audit_actor: ["user", "admin", "service", "auth", "system"],
      billing_provider: ["revenuecat", "stripe", "manual"],
      billing_status: [
        "pending",
        "trial",
        "active",
        "grace",
        "paused",
        "canceled",
        "refunded",
        "expired",
      ],
      body_part: [
        "neck",
        "shoulder",
        "elbow",
        "wrist",
        "back",
        "hip",
        "knee",
        "ankle",
        "abdomen",
        "pelvis",
        "body",
      ],
      break_kind: ["illness", "injury", "travel", "deload"],
      catalog_locale: ["en", "de", "es", "fr", "pt", "it"],
      change_author: ["user", "coach_ai", "coach"],
      change_status: ["proposed", "applied", "declined", "undone"],
      complaint_source: ["user", "coach"],
      confidence: ["high", "medium", "low"],
      consent_purpose: ["ai", "cohort_statistics", "analytics"],
      contraindication: ["caution", "avoid"],
      difficulty: ["beginner", "intermediate", "advanced"],
      distance_kind: ["run", "row", "cycle", "swim"],
      exercise_type: ["strength", "cardio", "flexibility", "balance"],
      feeling: ["easy", "moderate", "hard", "very_hard"],
      fitness_level: ["beginner", "intermediate", "advanced"],
      goal_type: [
        "lose_weight",
        "gain_muscle",
        "maintain",
        "improve_strength",
        "endurance",
      ],
      health_condition: [
        "pain",
        "impingement",
        "cuff_surgery",
        "ac_joint",
        "instability",
        "tendinopathy",
        "disc",
        "extension_pain",
        "sacroiliac",
        "hip_impingement",
        "front_knee",
        "meniscus",
        "acl_graft",
        "achilles",
        "sprain",
        "hernia",
        "pelvic_floor",
        "pregnancy",
        "late_pregnancy",
        "high_blood_pressure",
        "osteoporosis",
        "hypermobility",
        "obesity",
        "epilepsy",
        "older_adult",
        "child",
      ],
      key_lift: [
        "squat",
        "bench_press",
        "deadlift",
        "overhead_press",
        "barbell_row",
      ],
      load_type: ["bar", "dumbbell", "plates", "machine", "fixed"],
      location: ["home", "gym", "outdoor", "other"],
      mechanic: ["compound", "isolation"],
      memory_kind: ["fact", "preference", "injury", "goal", "event"],
      message_channel: ["push_fcm", "push_expo", "email"],
      message_engine: ["gemini", "rules"],
      message_kind: ["chat", "level_up", "nudge"],
      message_sender: ["user", "ai"],
      movement_pattern: [
        "squat",
        "hinge",
        "lunge",
        "horizontal_push",
        "vertical_push",
        "horizontal_pull",
        "vertical_pull",
        "carry",
        "rotation",
        "isolation",
        "locomotion",
      ],
      muscle: [
        "chest",
        "lats",
        "upper_back",
        "lower_back",
        "traps",
        "front_delts",
        "side_delts",
        "rear_delts",
        "biceps",
        "triceps",
        "forearms",
        "abs",
        "obliques",
        "glutes",
        "quads",
        "hamstrings",
        "adductors",
        "abductors",
        "calves",
        "neck",
        "full_body",
        "cardio",
      ],
      notification_category: ["training", "progress", "coach", "account"],
      notification_type: [
        "workout_due",
        "week_empty",
        "streak_at_risk",
        "level_up",
        "record",
        "achievement",
        "plan_ready",
        "premium_started",
        "premium_ended",
      ],
      outcome: ["success", "held", "failure", "none"],
      plan_author: ["user", "ai", "coach", "template"],
      plan_engine: ["gemini", "rules", "parser"],
      plan_section: ["warmup", "main", "cooldown"],
      plan_type: [
        "full_body",
        "upper_lower",
        "push_pull_legs",
        "split",
        "bodyweight",
        "cardio",
        "other",
      ],
      preferred_unit: ["metric", "imperial"],
      push_platform: ["fcm", "expo"],
      reason_code: [
        "first_time",
        "progressed",
        "reps_up",
        "held",
        "below_target",
        "missed_reps",
        "repeated_failure",
        "deload",
        "planned_deload",
        "readiness_hold",
        "readiness_deload",
        "manual",
        "not_trained",
        "after_break",
        "complaint",
      ],
      record_type: [
        "max_weight",
        "max_reps",
        "max_volume",
        "estimated_1rm",
        "max_duration",
        "max_distance",
        "best_time",
        "best_pace",
        "reps_at_load",
        "duration_at_load",
        "distance_at_load",
        "max_weight_with_body",
        "estimated_1rm_with_body",
        "max_volume_with_body",
      ],
      session_status: [
        "planned",
        "started",
        "paused",
        "completed",
        "skipped",
        "canceled",
        "abandoned",
        "duplicate",
      ],
      set_type: ["warmup", "working", "drop", "failure"],
      sex: ["female", "male", "other"],
      side: ["left", "right"],
      streak_type: ["weekly_workout_completion", "daily_login"],
      strength_tier: [
        "untrained",
        "beginner",
        "novice",
        "intermediate",
        "advanced",
        "elite",
      ],
      subscription_status: ["free", "trial", "active", "canceled"],
      tracking_type: [
        "weight_reps",
        "reps_only",
        "assisted",
        "duration",
        "distance_duration",
      ],
      week_status: ["met", "missed", "frozen", "paused", "running"],
      xp_event_type: [
        "workout_completed",
        "exercise_logged",
        "personal_record",
        "streak_kept",
        "check_in",
        "achievement",
        "onboarding",
      ],
    },
  },
} as const;
