ALTER TABLE "mention" ADD COLUMN "direct" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "mention" SET "direct" = true WHERE "content_id" IN (SELECT "id" FROM "content" WHERE "visibility" = 'direct');--> statement-breakpoint
CREATE INDEX "mention_direct" ON "mention" USING btree ("actor_id","direct","content_id");