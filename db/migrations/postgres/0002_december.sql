CREATE TABLE "proposal" (
	"content_id" bigint PRIMARY KEY NOT NULL,
	"quantity" integer,
	"until" timestamp (3) with time zone,
	"place" text,
	"closed" boolean DEFAULT false NOT NULL,
	"said" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "proposal" jsonb;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;