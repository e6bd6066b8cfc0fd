CREATE TABLE "agreement" (
	"id" bigint PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"iri" text NOT NULL,
	"offer_iri" text NOT NULL,
	"accept_iri" text,
	"ours" boolean NOT NULL,
	"state" text NOT NULL,
	"purpose" text NOT NULL,
	"contact" text NOT NULL,
	"answer" text,
	"levels" jsonb NOT NULL,
	"starts" timestamp (3) with time zone NOT NULL,
	"ends" timestamp (3) with time zone,
	"in_writing" boolean DEFAULT false NOT NULL,
	"document_name" text,
	"document_type" text,
	"document" "bytea",
	"created" timestamp (3) with time zone NOT NULL,
	"decided" timestamp (3) with time zone,
	"ended" timestamp (3) with time zone,
	"ended_by_us" boolean,
	"end_reason" text,
	CONSTRAINT "agreement_iri_unique" UNIQUE("iri")
);
--> statement-breakpoint
CREATE TABLE "receipt" (
	"id" bigint PRIMARY KEY NOT NULL,
	"workspace_id" bigint NOT NULL,
	"member_id" bigint NOT NULL,
	"host" text NOT NULL,
	"state" text NOT NULL,
	"asked" timestamp (3) with time zone NOT NULL,
	"last_asked" timestamp (3) with time zone NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"confirmed" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "workspace_peer" (
	"id" bigint PRIMARY KEY NOT NULL,
	"workspace_id" bigint NOT NULL,
	"host" text NOT NULL,
	"named_by_id" bigint,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app" (
	"id" bigint PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"secret_hash" text NOT NULL,
	"name" text NOT NULL,
	"website" text,
	"redirect_uris" jsonb NOT NULL,
	"scopes" text NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "app_clientId_unique" UNIQUE("client_id")
);
--> statement-breakpoint
CREATE TABLE "app_code" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"app_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"redirect_uri" text NOT NULL,
	"scopes" text NOT NULL,
	"challenge" text,
	"expires" timestamp (3) with time zone NOT NULL,
	"used" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "app_token" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"app_id" bigint NOT NULL,
	"person_id" bigint,
	"scopes" text NOT NULL,
	"code_hash" text,
	"created" timestamp (3) with time zone NOT NULL,
	"last_used" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marker" (
	"person_id" bigint NOT NULL,
	"timeline" text NOT NULL,
	"last_read_id" bigint NOT NULL,
	"version" integer NOT NULL,
	"updated" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "marker_person_id_timeline_pk" PRIMARY KEY("person_id","timeline")
);
--> statement-breakpoint
CREATE TABLE "sent_once" (
	"person_id" bigint NOT NULL,
	"key" text NOT NULL,
	"content_id" bigint,
	"created" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sent_once_person_id_key_pk" PRIMARY KEY("person_id","key")
);
--> statement-breakpoint
CREATE TABLE "attachment" (
	"id" bigint PRIMARY KEY NOT NULL,
	"owner_id" bigint NOT NULL,
	"content_id" bigint,
	"position" integer DEFAULT 0 NOT NULL,
	"kind" text NOT NULL,
	"name" text,
	"media_type" text NOT NULL,
	"description" text,
	"decorative" boolean DEFAULT false NOT NULL,
	"focus_x" double precision,
	"focus_y" double precision,
	"width" integer,
	"height" integer,
	"duration" double precision,
	"size" integer,
	"sha256" text,
	"small_width" integer,
	"small_height" integer,
	"small_size" integer,
	"secret" text NOT NULL,
	"remote_url" text,
	"tried" timestamp (3) with time zone,
	"problem" text,
	"created" timestamp (3) with time zone NOT NULL,
	"dropped" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "attachment_part" (
	"attachment_id" bigint NOT NULL,
	"variant" text NOT NULL,
	"number" integer NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "attachment_part_attachment_id_variant_number_pk" PRIMARY KEY("attachment_id","variant","number")
);
--> statement-breakpoint
CREATE TABLE "activity" (
	"id" bigint PRIMARY KEY NOT NULL,
	"iri" text NOT NULL,
	"type" text NOT NULL,
	"actor_id" bigint NOT NULL,
	"workspace_id" bigint,
	"content_id" bigint,
	"inner_iri" text,
	"inner_type" text,
	"body" text NOT NULL,
	"withheld" boolean DEFAULT false NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "activity_iri_unique" UNIQUE("iri")
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"actor_id" bigint,
	"workspace_id" bigint,
	"content_id" bigint,
	"data" jsonb NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	"bridged" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"iri" text NOT NULL,
	"actor_iri" text NOT NULL,
	"host" text NOT NULL,
	"body" text NOT NULL,
	"subject" text,
	"followers" text,
	"received" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt" timestamp (3) with time zone,
	"problem" text,
	CONSTRAINT "inbox_iri_unique" UNIQUE("iri")
);
--> statement-breakpoint
CREATE TABLE "kv" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb,
	"expires" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "outgoing" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"activity_id" bigint NOT NULL,
	"signer_id" bigint NOT NULL,
	"channel_id" bigint,
	"host" text,
	"inbox" text,
	"plain" boolean DEFAULT false NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "filter" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"title" text NOT NULL,
	"contexts" jsonb NOT NULL,
	"action" text NOT NULL,
	"ends" timestamp (3) with time zone,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "filter_keyword" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"filter_id" bigint NOT NULL,
	"keyword" text NOT NULL,
	"whole_word" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "filter_status" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"filter_id" bigint NOT NULL,
	"content_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "content" (
	"id" bigint PRIMARY KEY NOT NULL,
	"iri" text NOT NULL,
	"kind" text NOT NULL,
	"workspace_id" bigint,
	"author_id" bigint NOT NULL,
	"root_id" bigint NOT NULL,
	"parent_id" bigint,
	"title" text,
	"html" text NOT NULL,
	"source" text,
	"url" text,
	"context" text,
	"visibility" text,
	"warning" text,
	"sensitive" boolean DEFAULT false NOT NULL,
	"language" text,
	"published" timestamp (3) with time zone NOT NULL,
	"edited" timestamp (3) with time zone,
	"deleted" timestamp (3) with time zone,
	"deleted_by_id" bigint,
	"likes" integer DEFAULT 0 NOT NULL,
	"boosts" integer DEFAULT 0 NOT NULL,
	"accepted" timestamp (3) with time zone,
	"refused" text,
	"purged" boolean DEFAULT false NOT NULL,
	"hidden" timestamp (3) with time zone,
	CONSTRAINT "content_iri_unique" UNIQUE("iri")
);
--> statement-breakpoint
CREATE TABLE "discussion" (
	"content_id" bigint PRIMARY KEY NOT NULL,
	"workspace_id" bigint NOT NULL,
	"boost_id" bigint NOT NULL,
	"pinned" timestamp (3) with time zone,
	"locked" timestamp (3) with time zone,
	"comments" integer DEFAULT 0 NOT NULL,
	"last_activity" timestamp (3) with time zone NOT NULL,
	"last_actor_id" bigint,
	"shown" boolean DEFAULT true NOT NULL,
	CONSTRAINT "discussion_boostId_unique" UNIQUE("boost_id")
);
--> statement-breakpoint
CREATE TABLE "draft" (
	"person_id" bigint NOT NULL,
	"place" text NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"source" text DEFAULT '' NOT NULL,
	"updated" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "draft_person_id_place_pk" PRIMARY KEY("person_id","place")
);
--> statement-breakpoint
CREATE TABLE "like" (
	"content_id" bigint NOT NULL,
	"actor_id" bigint NOT NULL,
	"iri" text,
	"created" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "like_content_id_actor_id_pk" PRIMARY KEY("content_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "mention" (
	"content_id" bigint NOT NULL,
	"actor_id" bigint NOT NULL,
	CONSTRAINT "mention_content_id_actor_id_pk" PRIMARY KEY("content_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "notification" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"actor_id" bigint,
	"workspace_id" bigint,
	"content_id" bigint,
	"text" text,
	"created" timestamp (3) with time zone NOT NULL,
	"read" timestamp (3) with time zone,
	"filtered" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "read_mark" (
	"person_id" bigint NOT NULL,
	"discussion_id" bigint NOT NULL,
	"seen" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "read_mark_person_id_discussion_id_pk" PRIMARY KEY("person_id","discussion_id")
);
--> statement-breakpoint
CREATE TABLE "removed_content" (
	"content_id" bigint PRIMARY KEY NOT NULL,
	"title" text,
	"html" text NOT NULL,
	"source" text,
	"reason" text,
	"removed" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "revision" (
	"content_id" bigint NOT NULL,
	"replaced" timestamp (3) with time zone NOT NULL,
	"title" text,
	"html" text NOT NULL,
	"source" text,
	"files" jsonb,
	CONSTRAINT "revision_content_id_replaced_pk" PRIMARY KEY("content_id","replaced")
);
--> statement-breakpoint
CREATE TABLE "sent_form" (
	"person_id" bigint NOT NULL,
	"key" text NOT NULL,
	"content_id" bigint NOT NULL,
	"sent" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sent_form_person_id_key_pk" PRIMARY KEY("person_id","key")
);
--> statement-breakpoint
CREATE TABLE "actor" (
	"id" bigint PRIMARY KEY NOT NULL,
	"iri" text NOT NULL,
	"kind" text NOT NULL,
	"host" text NOT NULL,
	"local" boolean NOT NULL,
	"handle" text NOT NULL,
	"local_handle" text,
	"name" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"url" text,
	"job" text,
	"organisation" text,
	"place" text,
	"fields" jsonb,
	"picture_id" bigint,
	"picture_url" text,
	"emojis" jsonb,
	"inbox" text NOT NULL,
	"shared_inbox" text,
	"outbox" text,
	"followers" text,
	"featured" text,
	"moderators" text,
	"actor_token" text,
	"approves" boolean DEFAULT false NOT NULL,
	"discoverable" boolean DEFAULT false NOT NULL,
	"indexable" boolean DEFAULT false NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	"fetched" timestamp (3) with time zone,
	"gone" timestamp (3) with time zone,
	"moved_to" text,
	"also_known_as" jsonb,
	CONSTRAINT "actor_iri_unique" UNIQUE("iri"),
	CONSTRAINT "actor_localHandle_unique" UNIQUE("local_handle")
);
--> statement-breakpoint
CREATE TABLE "actor_key" (
	"iri" text PRIMARY KEY NOT NULL,
	"actor_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_sealed" text,
	"created" timestamp (3) with time zone NOT NULL,
	"retired" timestamp (3) with time zone,
	"revoked" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempt" (
	"key" text NOT NULL,
	"window" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "attempt_key_window_pk" PRIMARY KEY("key","window")
);
--> statement-breakpoint
CREATE TABLE "email_token" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"person_id" bigint NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	"expires" timestamp (3) with time zone NOT NULL,
	"used" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "mail" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	"sent" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt" timestamp (3) with time zone,
	"problem" text
);
--> statement-breakpoint
CREATE TABLE "media" (
	"id" bigint PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"type" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"data" "bytea" NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "media_sha256_unique" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"actor_id" bigint PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"password_hash" text,
	"verified" timestamp (3) with time zone,
	"role" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"created" timestamp (3) with time zone NOT NULL,
	"last_seen" timestamp (3) with time zone,
	"previous_visit" timestamp (3) with time zone,
	CONSTRAINT "person_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "remote_picture" (
	"url_hash" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"media_id" bigint,
	"tried" timestamp (3) with time zone,
	"problem" text
);
--> statement-breakpoint
CREATE TABLE "session" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	"last_seen" timestamp (3) with time zone NOT NULL,
	"expires" timestamp (3) with time zone NOT NULL,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "instance" (
	"id" integer PRIMARY KEY NOT NULL,
	"actor_id" bigint NOT NULL,
	"name" text NOT NULL,
	"short_name" text NOT NULL,
	"kind" text NOT NULL,
	"ods_code" text,
	"logo_id" bigint,
	"email_domains" jsonb NOT NULL,
	"contact" text DEFAULT '' NOT NULL,
	"allowlist_only" boolean DEFAULT false NOT NULL,
	"personal_posts" boolean DEFAULT true NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "peer" (
	"host" text PRIMARY KEY NOT NULL,
	"name" text,
	"software" text,
	"version" text,
	"head" bigint DEFAULT 0 NOT NULL,
	"cursor" bigint DEFAULT 0 NOT NULL,
	"signature_spec" text,
	"reads_rfc9421" boolean DEFAULT false NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"next_attempt" timestamp (3) with time zone,
	"leased_until" timestamp (3) with time zone,
	"lease" text,
	"problem" text,
	"gone" timestamp (3) with time zone,
	"last_heard" timestamp (3) with time zone,
	"last_sent" timestamp (3) with time zone,
	"checked" timestamp (3) with time zone,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "asked_act" (
	"id" bigint PRIMARY KEY NOT NULL,
	"workspace_id" bigint NOT NULL,
	"actor_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"content_id" bigint,
	"member_id" bigint,
	"target_id" bigint,
	"reason" text,
	"ends" timestamp (3) with time zone,
	"activity_iri" text NOT NULL,
	"state" text NOT NULL,
	"answer" text,
	"created" timestamp (3) with time zone NOT NULL,
	"settled" timestamp (3) with time zone,
	CONSTRAINT "asked_act_activityIri_unique" UNIQUE("activity_iri")
);
--> statement-breakpoint
CREATE TABLE "block" (
	"workspace_id" bigint NOT NULL,
	"actor_id" bigint NOT NULL,
	"by_id" bigint,
	"reason" text,
	"ends" timestamp (3) with time zone,
	"created" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "block_workspace_id_actor_id_pk" PRIMARY KEY("workspace_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "follow" (
	"id" bigint PRIMARY KEY NOT NULL,
	"iri" text NOT NULL,
	"follower_id" bigint NOT NULL,
	"followed_id" bigint NOT NULL,
	"state" text NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	"asked" timestamp (3) with time zone,
	"of_person" boolean DEFAULT false NOT NULL,
	"reblogs" boolean DEFAULT true NOT NULL,
	"notify" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "history" (
	"workspace_id" bigint PRIMARY KEY NOT NULL,
	"reader_id" bigint NOT NULL,
	"state" text NOT NULL,
	"next_page" text,
	"end" text,
	"newest" timestamp (3) with time zone,
	"total" integer,
	"done" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt" timestamp (3) with time zone,
	"problem" text,
	"started" timestamp (3) with time zone NOT NULL,
	"updated" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"id" bigint PRIMARY KEY NOT NULL,
	"workspace_id" bigint NOT NULL,
	"actor_id" bigint NOT NULL,
	"role" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"answer" text,
	"decided_by_id" bigint,
	"requested" timestamp (3) with time zone NOT NULL,
	"decided" timestamp (3) with time zone,
	"invite_iri" text,
	"last_visit" timestamp (3) with time zone,
	"followed" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspace" (
	"actor_id" bigint PRIMARY KEY NOT NULL,
	"level" text NOT NULL,
	"purpose" text NOT NULL,
	"source" text DEFAULT '' NOT NULL,
	"managers_post" boolean DEFAULT false NOT NULL,
	"members" integer DEFAULT 0 NOT NULL,
	"last_activity" timestamp (3) with time zone,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "join_offer" (
	"id" bigint PRIMARY KEY NOT NULL,
	"iri" text NOT NULL,
	"workspace_id" bigint NOT NULL,
	"member_id" bigint NOT NULL,
	"manager_id" bigint NOT NULL,
	"follow_iri" text NOT NULL,
	"reason" text,
	"state" text NOT NULL,
	"requested" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "join_offer_iri_unique" UNIQUE("iri")
);
--> statement-breakpoint
CREATE TABLE "conversation" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"root_id" bigint NOT NULL,
	"last_id" bigint NOT NULL,
	"unread" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reblog" (
	"id" bigint PRIMARY KEY NOT NULL,
	"content_id" bigint NOT NULL,
	"actor_id" bigint NOT NULL,
	"iri" text NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "discussion_move" (
	"id" bigint PRIMARY KEY NOT NULL,
	"activity_iri" text NOT NULL,
	"root_iri" text NOT NULL,
	"context" text,
	"from_id" bigint,
	"to_id" bigint,
	"released" timestamp (3) with time zone,
	"taken" timestamp (3) with time zone,
	"body" text,
	"created" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "discussion_move_activityIri_unique" UNIQUE("activity_iri")
);
--> statement-breakpoint
CREATE TABLE "workspace_move" (
	"workspace_id" bigint PRIMARY KEY NOT NULL,
	"to_id" bigint,
	"to_iri" text NOT NULL,
	"state" text NOT NULL,
	"activity_iri" text,
	"handover" jsonb,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "poll" (
	"content_id" bigint PRIMARY KEY NOT NULL,
	"multiple" boolean NOT NULL,
	"hide_totals" boolean NOT NULL,
	"ends" timestamp (3) with time zone,
	"closed" timestamp (3) with time zone,
	"voters" integer,
	"told" boolean DEFAULT false NOT NULL,
	"changed" boolean DEFAULT false NOT NULL,
	"sent" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "poll_option" (
	"content_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"text" text NOT NULL,
	"votes" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "poll_option_content_id_position_pk" PRIMARY KEY("content_id","position")
);
--> statement-breakpoint
CREATE TABLE "poll_vote" (
	"content_id" bigint NOT NULL,
	"actor_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "poll_vote_content_id_actor_id_position_pk" PRIMARY KEY("content_id","actor_id","position")
);
--> statement-breakpoint
CREATE TABLE "peer_rule" (
	"host" text PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"by_id" bigint,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hidden_person" (
	"actor_id" bigint PRIMARY KEY NOT NULL,
	"by_id" bigint,
	"reason" text NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hidden_post" (
	"content_id" bigint PRIMARY KEY NOT NULL,
	"by_id" bigint,
	"reason" text NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report" (
	"id" bigint PRIMARY KEY NOT NULL,
	"iri" text NOT NULL,
	"queue" text NOT NULL,
	"subject" text NOT NULL,
	"workspace_id" bigint,
	"content_id" bigint,
	"person_id" bigint NOT NULL,
	"reporter_id" bigint NOT NULL,
	"reason" text NOT NULL,
	"forward_iri" text,
	"state" text NOT NULL,
	"note" text,
	"decided_by_id" bigint,
	"created" timestamp (3) with time zone NOT NULL,
	"decided" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "account_note" (
	"person_id" bigint NOT NULL,
	"target_id" bigint NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "account_note_person_id_target_id_pk" PRIMARY KEY("person_id","target_id")
);
--> statement-breakpoint
CREATE TABLE "endorsement" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"target_id" bigint NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "host_block" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"host" text NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mute" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"target_id" bigint NOT NULL,
	"notifications" boolean NOT NULL,
	"ends" timestamp (3) with time zone,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person_block" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"actor_id" bigint NOT NULL,
	"target_id" bigint NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "thread_mute" (
	"person_id" bigint NOT NULL,
	"root_id" bigint NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "thread_mute_person_id_root_id_pk" PRIMARY KEY("person_id","root_id")
);
--> statement-breakpoint
CREATE TABLE "bookmark" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"content_id" bigint NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "list_entry" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"list_id" bigint NOT NULL,
	"account_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "personal_list" (
	"id" bigint PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"title" text NOT NULL,
	"replies" text NOT NULL,
	"exclusive" boolean NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "profile_pin" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"content_id" bigint NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "preference" (
	"person_id" bigint PRIMARY KEY NOT NULL,
	"visibility" text NOT NULL,
	"sensitive" boolean NOT NULL,
	"language" text
);
--> statement-breakpoint
CREATE TABLE "push_message" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"subscription_id" bigint NOT NULL,
	"notification_id" bigint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt" timestamp (3) with time zone NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_subscription" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"token_sealed" text NOT NULL,
	"person_id" bigint NOT NULL,
	"endpoint" text NOT NULL,
	"p256dh" text NOT NULL,
	"auth" text NOT NULL,
	"standard" boolean NOT NULL,
	"alerts" jsonb NOT NULL,
	"policy" text NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "push_subscription_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "content_emoji" (
	"content_id" bigint NOT NULL,
	"shortcode" text NOT NULL,
	"url" text NOT NULL,
	CONSTRAINT "content_emoji_content_id_shortcode_pk" PRIMARY KEY("content_id","shortcode")
);
--> statement-breakpoint
CREATE TABLE "content_tag" (
	"content_id" bigint NOT NULL,
	"name" text NOT NULL,
	"written" text NOT NULL,
	CONSTRAINT "content_tag_content_id_name_pk" PRIMARY KEY("content_id","name")
);
--> statement-breakpoint
CREATE TABLE "featured_tag" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"name" text NOT NULL,
	"written" text NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "followed_tag" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"name" text NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notification_permission" (
	"person_id" bigint NOT NULL,
	"actor_id" bigint NOT NULL,
	"created" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notification_permission_person_id_actor_id_pk" PRIMARY KEY("person_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "notification_policy" (
	"person_id" bigint PRIMARY KEY NOT NULL,
	"for_not_following" text DEFAULT 'accept' NOT NULL,
	"for_not_followers" text DEFAULT 'accept' NOT NULL,
	"for_new_accounts" text DEFAULT 'accept' NOT NULL,
	"for_private_mentions" text DEFAULT 'accept' NOT NULL,
	"for_limited_accounts" text DEFAULT 'accept' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "scheduled_post" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"scheduled" timestamp (3) with time zone NOT NULL,
	"params" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt" timestamp (3) with time zone NOT NULL,
	"created" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_workspace_id_workspace_actor_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_member_id_actor_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_peer" ADD CONSTRAINT "workspace_peer_workspace_id_workspace_actor_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_peer" ADD CONSTRAINT "workspace_peer_named_by_id_actor_id_fk" FOREIGN KEY ("named_by_id") REFERENCES "public"."actor"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_code" ADD CONSTRAINT "app_code_app_id_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."app"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_code" ADD CONSTRAINT "app_code_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_token" ADD CONSTRAINT "app_token_app_id_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."app"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_token" ADD CONSTRAINT "app_token_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marker" ADD CONSTRAINT "marker_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sent_once" ADD CONSTRAINT "sent_once_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_owner_id_actor_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment_part" ADD CONSTRAINT "attachment_part_attachment_id_attachment_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."attachment"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing" ADD CONSTRAINT "outgoing_activity_id_activity_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activity"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filter" ADD CONSTRAINT "filter_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filter_keyword" ADD CONSTRAINT "filter_keyword_filter_id_filter_id_fk" FOREIGN KEY ("filter_id") REFERENCES "public"."filter"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filter_status" ADD CONSTRAINT "filter_status_filter_id_filter_id_fk" FOREIGN KEY ("filter_id") REFERENCES "public"."filter"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filter_status" ADD CONSTRAINT "filter_status_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content" ADD CONSTRAINT "content_workspace_id_workspace_actor_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content" ADD CONSTRAINT "content_author_id_actor_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content" ADD CONSTRAINT "content_parent_id_content_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."content"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content" ADD CONSTRAINT "content_deleted_by_id_actor_id_fk" FOREIGN KEY ("deleted_by_id") REFERENCES "public"."actor"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion" ADD CONSTRAINT "discussion_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion" ADD CONSTRAINT "discussion_workspace_id_workspace_actor_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion" ADD CONSTRAINT "discussion_last_actor_id_actor_id_fk" FOREIGN KEY ("last_actor_id") REFERENCES "public"."actor"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft" ADD CONSTRAINT "draft_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "like" ADD CONSTRAINT "like_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "like" ADD CONSTRAINT "like_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mention" ADD CONSTRAINT "mention_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mention" ADD CONSTRAINT "mention_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_workspace_id_workspace_actor_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "read_mark" ADD CONSTRAINT "read_mark_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "read_mark" ADD CONSTRAINT "read_mark_discussion_id_content_id_fk" FOREIGN KEY ("discussion_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "removed_content" ADD CONSTRAINT "removed_content_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revision" ADD CONSTRAINT "revision_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sent_form" ADD CONSTRAINT "sent_form_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor" ADD CONSTRAINT "actor_picture_id_media_id_fk" FOREIGN KEY ("picture_id") REFERENCES "public"."media"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_key" ADD CONSTRAINT "actor_key_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "email_token" ADD CONSTRAINT "email_token_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remote_picture" ADD CONSTRAINT "remote_picture_media_id_media_id_fk" FOREIGN KEY ("media_id") REFERENCES "public"."media"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance" ADD CONSTRAINT "instance_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance" ADD CONSTRAINT "instance_logo_id_media_id_fk" FOREIGN KEY ("logo_id") REFERENCES "public"."media"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asked_act" ADD CONSTRAINT "asked_act_workspace_id_workspace_actor_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asked_act" ADD CONSTRAINT "asked_act_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asked_act" ADD CONSTRAINT "asked_act_member_id_actor_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asked_act" ADD CONSTRAINT "asked_act_target_id_actor_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "block" ADD CONSTRAINT "block_workspace_id_workspace_actor_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "block" ADD CONSTRAINT "block_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "block" ADD CONSTRAINT "block_by_id_actor_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."actor"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow" ADD CONSTRAINT "follow_follower_id_actor_id_fk" FOREIGN KEY ("follower_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow" ADD CONSTRAINT "follow_followed_id_actor_id_fk" FOREIGN KEY ("followed_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "history" ADD CONSTRAINT "history_workspace_id_workspace_actor_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "history" ADD CONSTRAINT "history_reader_id_actor_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_workspace_id_workspace_actor_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_decided_by_id_actor_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."actor"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace" ADD CONSTRAINT "workspace_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "join_offer" ADD CONSTRAINT "join_offer_workspace_id_workspace_actor_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "join_offer" ADD CONSTRAINT "join_offer_member_id_actor_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "join_offer" ADD CONSTRAINT "join_offer_manager_id_actor_id_fk" FOREIGN KEY ("manager_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_last_id_content_id_fk" FOREIGN KEY ("last_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reblog" ADD CONSTRAINT "reblog_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reblog" ADD CONSTRAINT "reblog_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_move" ADD CONSTRAINT "discussion_move_from_id_actor_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_move" ADD CONSTRAINT "discussion_move_to_id_actor_id_fk" FOREIGN KEY ("to_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_move" ADD CONSTRAINT "workspace_move_workspace_id_actor_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_move" ADD CONSTRAINT "workspace_move_to_id_actor_id_fk" FOREIGN KEY ("to_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll" ADD CONSTRAINT "poll_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_option" ADD CONSTRAINT "poll_option_content_id_poll_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."poll"("content_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_vote" ADD CONSTRAINT "poll_vote_content_id_poll_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."poll"("content_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_vote" ADD CONSTRAINT "poll_vote_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hidden_person" ADD CONSTRAINT "hidden_person_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hidden_person" ADD CONSTRAINT "hidden_person_by_id_actor_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."actor"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hidden_post" ADD CONSTRAINT "hidden_post_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hidden_post" ADD CONSTRAINT "hidden_post_by_id_actor_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."actor"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report" ADD CONSTRAINT "report_workspace_id_actor_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report" ADD CONSTRAINT "report_person_id_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report" ADD CONSTRAINT "report_reporter_id_actor_id_fk" FOREIGN KEY ("reporter_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report" ADD CONSTRAINT "report_decided_by_id_actor_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."actor"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_note" ADD CONSTRAINT "account_note_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_note" ADD CONSTRAINT "account_note_target_id_actor_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "endorsement" ADD CONSTRAINT "endorsement_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "endorsement" ADD CONSTRAINT "endorsement_target_id_actor_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "host_block" ADD CONSTRAINT "host_block_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mute" ADD CONSTRAINT "mute_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mute" ADD CONSTRAINT "mute_target_id_actor_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_block" ADD CONSTRAINT "person_block_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_block" ADD CONSTRAINT "person_block_target_id_actor_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_mute" ADD CONSTRAINT "thread_mute_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookmark" ADD CONSTRAINT "bookmark_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookmark" ADD CONSTRAINT "bookmark_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_entry" ADD CONSTRAINT "list_entry_list_id_personal_list_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."personal_list"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_entry" ADD CONSTRAINT "list_entry_account_id_actor_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personal_list" ADD CONSTRAINT "personal_list_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profile_pin" ADD CONSTRAINT "profile_pin_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profile_pin" ADD CONSTRAINT "profile_pin_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "preference" ADD CONSTRAINT "preference_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_message" ADD CONSTRAINT "push_message_subscription_id_push_subscription_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."push_subscription"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_message" ADD CONSTRAINT "push_message_notification_id_notification_id_fk" FOREIGN KEY ("notification_id") REFERENCES "public"."notification"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_token_hash_app_token_token_hash_fk" FOREIGN KEY ("token_hash") REFERENCES "public"."app_token"("token_hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content_emoji" ADD CONSTRAINT "content_emoji_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content_tag" ADD CONSTRAINT "content_tag_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "featured_tag" ADD CONSTRAINT "featured_tag_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "followed_tag" ADD CONSTRAINT "followed_tag_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_permission" ADD CONSTRAINT "notification_permission_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_permission" ADD CONSTRAINT "notification_permission_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_policy" ADD CONSTRAINT "notification_policy_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheduled_post" ADD CONSTRAINT "scheduled_post_person_id_person_actor_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("actor_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agreement_host" ON "agreement" USING btree ("host","state");--> statement-breakpoint
CREATE UNIQUE INDEX "receipt_once" ON "receipt" USING btree ("workspace_id","member_id");--> statement-breakpoint
CREATE INDEX "receipt_state" ON "receipt" USING btree ("state","last_asked");--> statement-breakpoint
CREATE UNIQUE INDEX "workspace_peer_once" ON "workspace_peer" USING btree ("workspace_id","host");--> statement-breakpoint
CREATE INDEX "app_code_expires" ON "app_code" USING btree ("expires");--> statement-breakpoint
CREATE INDEX "app_token_person" ON "app_token" USING btree ("person_id","app_id");--> statement-breakpoint
CREATE INDEX "app_token_app" ON "app_token" USING btree ("app_id");--> statement-breakpoint
CREATE INDEX "app_token_code" ON "app_token" USING btree ("code_hash");--> statement-breakpoint
CREATE INDEX "sent_once_created" ON "sent_once" USING btree ("created");--> statement-breakpoint
CREATE INDEX "attachment_content" ON "attachment" USING btree ("content_id","position");--> statement-breakpoint
CREATE INDEX "attachment_owner" ON "attachment" USING btree ("owner_id","content_id","created");--> statement-breakpoint
CREATE INDEX "activity_actor" ON "activity" USING btree ("actor_id","type","id");--> statement-breakpoint
CREATE INDEX "activity_content" ON "activity" USING btree ("content_id","type");--> statement-breakpoint
CREATE INDEX "activity_inner" ON "activity" USING btree ("inner_iri");--> statement-breakpoint
CREATE INDEX "event_unbridged" ON "event" USING btree ("bridged","id");--> statement-breakpoint
CREATE INDEX "event_workspace" ON "event" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "inbox_waiting" ON "inbox" USING btree ("state","host","seq");--> statement-breakpoint
CREATE INDEX "inbox_received" ON "inbox" USING btree ("received");--> statement-breakpoint
CREATE INDEX "outgoing_host" ON "outgoing" USING btree ("host","seq");--> statement-breakpoint
CREATE INDEX "outgoing_channel" ON "outgoing" USING btree ("channel_id","seq");--> statement-breakpoint
CREATE INDEX "filter_person" ON "filter" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "filter_keyword_filter" ON "filter_keyword" USING btree ("filter_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "filter_status_once" ON "filter_status" USING btree ("filter_id","content_id");--> statement-breakpoint
CREATE INDEX "content_root" ON "content" USING btree ("root_id","id");--> statement-breakpoint
CREATE INDEX "content_workspace" ON "content" USING btree ("workspace_id","kind","id");--> statement-breakpoint
CREATE INDEX "content_author" ON "content" USING btree ("author_id","id");--> statement-breakpoint
CREATE INDEX "content_posts" ON "content" USING btree ("author_id","kind","id");--> statement-breakpoint
CREATE INDEX "content_visibility" ON "content" USING btree ("visibility","id");--> statement-breakpoint
CREATE INDEX "content_parent" ON "content" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "discussion_recent" ON "discussion" USING btree ("workspace_id","last_activity","last_actor_id","shown");--> statement-breakpoint
CREATE INDEX "discussion_boost" ON "discussion" USING btree ("workspace_id","boost_id");--> statement-breakpoint
CREATE INDEX "like_iri" ON "like" USING btree ("iri");--> statement-breakpoint
CREATE INDEX "like_actor" ON "like" USING btree ("actor_id","created");--> statement-breakpoint
CREATE INDEX "mention_actor" ON "mention" USING btree ("actor_id","content_id");--> statement-breakpoint
CREATE INDEX "notification_person" ON "notification" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "notification_unread" ON "notification" USING btree ("person_id","read","id");--> statement-breakpoint
CREATE INDEX "notification_since" ON "notification" USING btree ("person_id","created");--> statement-breakpoint
CREATE INDEX "removed_content_removed" ON "removed_content" USING btree ("removed");--> statement-breakpoint
CREATE INDEX "actor_host" ON "actor" USING btree ("host","handle");--> statement-breakpoint
CREATE INDEX "actor_inbox" ON "actor" USING btree ("inbox");--> statement-breakpoint
CREATE INDEX "actor_key_actor" ON "actor_key" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "mail_unsent" ON "mail" USING btree ("sent","next_attempt");--> statement-breakpoint
CREATE INDEX "session_person" ON "session" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "session_expires" ON "session" USING btree ("expires");--> statement-breakpoint
CREATE INDEX "peer_waiting" ON "peer" USING btree ("host") WHERE "peer"."head" > "peer"."cursor";--> statement-breakpoint
CREATE INDEX "asked_act_workspace" ON "asked_act" USING btree ("workspace_id","state");--> statement-breakpoint
CREATE INDEX "asked_act_content" ON "asked_act" USING btree ("content_id");--> statement-breakpoint
CREATE INDEX "block_ends" ON "block" USING btree ("ends");--> statement-breakpoint
CREATE UNIQUE INDEX "follow_once" ON "follow" USING btree ("follower_id","followed_id");--> statement-breakpoint
CREATE INDEX "follow_followed" ON "follow" USING btree ("followed_id","state");--> statement-breakpoint
CREATE INDEX "follow_people" ON "follow" USING btree ("follower_id","of_person","followed_id");--> statement-breakpoint
CREATE INDEX "follow_iri" ON "follow" USING btree ("iri");--> statement-breakpoint
CREATE UNIQUE INDEX "membership_once" ON "membership" USING btree ("workspace_id","actor_id");--> statement-breakpoint
CREATE INDEX "membership_actor" ON "membership" USING btree ("actor_id","state","followed","workspace_id");--> statement-breakpoint
CREATE INDEX "membership_workspace" ON "membership" USING btree ("workspace_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "join_offer_once" ON "join_offer" USING btree ("workspace_id","member_id","manager_id");--> statement-breakpoint
CREATE INDEX "join_offer_manager" ON "join_offer" USING btree ("manager_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "conversation_once" ON "conversation" USING btree ("person_id","root_id");--> statement-breakpoint
CREATE INDEX "conversation_last" ON "conversation" USING btree ("person_id","last_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reblog_once" ON "reblog" USING btree ("content_id","actor_id");--> statement-breakpoint
CREATE INDEX "reblog_actor" ON "reblog" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "reblog_iri" ON "reblog" USING btree ("iri");--> statement-breakpoint
CREATE INDEX "discussion_move_root" ON "discussion_move" USING btree ("root_iri");--> statement-breakpoint
CREATE INDEX "discussion_move_context" ON "discussion_move" USING btree ("context");--> statement-breakpoint
CREATE INDEX "discussion_move_to" ON "discussion_move" USING btree ("to_id");--> statement-breakpoint
CREATE UNIQUE INDEX "workspace_move_to" ON "workspace_move" USING btree ("to_iri");--> statement-breakpoint
CREATE INDEX "poll_ending" ON "poll" USING btree ("told","ends");--> statement-breakpoint
CREATE INDEX "poll_changed" ON "poll" USING btree ("changed","sent");--> statement-breakpoint
CREATE INDEX "poll_vote_actor" ON "poll_vote" USING btree ("actor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "report_once" ON "report" USING btree ("iri","queue","subject");--> statement-breakpoint
CREATE INDEX "report_queue" ON "report" USING btree ("queue","state","id");--> statement-breakpoint
CREATE INDEX "report_workspace" ON "report" USING btree ("workspace_id","state","id");--> statement-breakpoint
CREATE INDEX "report_forward" ON "report" USING btree ("forward_iri");--> statement-breakpoint
CREATE UNIQUE INDEX "endorsement_once" ON "endorsement" USING btree ("person_id","target_id");--> statement-breakpoint
CREATE UNIQUE INDEX "host_block_once" ON "host_block" USING btree ("person_id","host");--> statement-breakpoint
CREATE UNIQUE INDEX "mute_once" ON "mute" USING btree ("person_id","target_id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_block_once" ON "person_block" USING btree ("actor_id","target_id");--> statement-breakpoint
CREATE INDEX "person_block_target" ON "person_block" USING btree ("target_id","actor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bookmark_once" ON "bookmark" USING btree ("person_id","content_id");--> statement-breakpoint
CREATE INDEX "bookmark_person" ON "bookmark" USING btree ("person_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "list_entry_once" ON "list_entry" USING btree ("list_id","account_id");--> statement-breakpoint
CREATE INDEX "list_entry_account" ON "list_entry" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "personal_list_person" ON "personal_list" USING btree ("person_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "profile_pin_once" ON "profile_pin" USING btree ("person_id","content_id");--> statement-breakpoint
CREATE INDEX "push_message_due" ON "push_message" USING btree ("next_attempt");--> statement-breakpoint
CREATE INDEX "push_message_subscription" ON "push_message" USING btree ("subscription_id");--> statement-breakpoint
CREATE INDEX "push_message_notification" ON "push_message" USING btree ("notification_id");--> statement-breakpoint
CREATE INDEX "push_subscription_person" ON "push_subscription" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "content_tag_name" ON "content_tag" USING btree ("name","content_id");--> statement-breakpoint
CREATE UNIQUE INDEX "featured_tag_once" ON "featured_tag" USING btree ("person_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "followed_tag_once" ON "followed_tag" USING btree ("person_id","name");--> statement-breakpoint
CREATE INDEX "followed_tag_name" ON "followed_tag" USING btree ("name");--> statement-breakpoint
CREATE INDEX "scheduled_post_due" ON "scheduled_post" USING btree ("next_attempt");--> statement-breakpoint
CREATE INDEX "scheduled_post_person" ON "scheduled_post" USING btree ("person_id","id");