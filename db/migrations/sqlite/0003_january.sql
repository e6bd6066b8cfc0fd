ALTER TABLE `mention` ADD `direct` integer DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE `mention` SET `direct` = true WHERE `content_id` IN (SELECT `id` FROM `content` WHERE `visibility` = 'direct');--> statement-breakpoint
CREATE INDEX `mention_direct` ON `mention` (`actor_id`,`direct`,`content_id`);