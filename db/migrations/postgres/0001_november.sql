CREATE TABLE "attendance" (
	"content_id" bigint NOT NULL,
	"actor_id" bigint NOT NULL,
	"answer" text NOT NULL,
	"asked" boolean DEFAULT false NOT NULL,
	"iri" text NOT NULL,
	"said" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "attendance_content_id_actor_id_pk" PRIMARY KEY("content_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "gathering" (
	"content_id" bigint PRIMARY KEY NOT NULL,
	"starts" timestamp (3) with time zone NOT NULL,
	"ends" timestamp (3) with time zone,
	"timezone" text NOT NULL,
	"place" text,
	"online" boolean NOT NULL,
	"link" text,
	"join_mode" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "placement" (
	"content_id" bigint PRIMARY KEY NOT NULL,
	"folder_iri" text
);
--> statement-breakpoint
ALTER TABLE "content" ADD COLUMN "edited_by_id" bigint;--> statement-breakpoint
ALTER TABLE "content" ADD COLUMN "version" bigint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "discussion" ADD COLUMN "form" text DEFAULT 'discussion' NOT NULL;--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "edited_by_id" bigint;--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "gathering" jsonb;--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "folder" text;--> statement-breakpoint
ALTER TABLE "actor" ADD COLUMN "version" bigint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "version" bigint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_content_id_gathering_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."gathering"("content_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_actor_id_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actor"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gathering" ADD CONSTRAINT "gathering_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement" ADD CONSTRAINT "placement_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attendance_actor" ON "attendance" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "attendance_iri" ON "attendance" USING btree ("iri");--> statement-breakpoint
CREATE INDEX "gathering_starts" ON "gathering" USING btree ("starts");--> statement-breakpoint
CREATE INDEX "placement_folder" ON "placement" USING btree ("folder_iri");--> statement-breakpoint
ALTER TABLE "content" ADD CONSTRAINT "content_edited_by_id_actor_id_fk" FOREIGN KEY ("edited_by_id") REFERENCES "public"."actor"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revision" ADD CONSTRAINT "revision_edited_by_id_actor_id_fk" FOREIGN KEY ("edited_by_id") REFERENCES "public"."actor"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "discussion_form" ON "discussion" USING btree ("workspace_id","form","content_id");