/* Groups: which member gets a unit, who is waited for, and what becomes of it when a member leaves. Publisher's side. */
#ifndef SL_RING_TURNS_H
#define SL_RING_TURNS_H

#include "ring/members.h"

/** A new member's weight in its group: the same for the same ring and process, so that names spread over members. */
uint64_t ring_turns_weight(const char *ring, int64_t pid, int place);

/** For the unit whose first frame has this sequence: a bit for one member of each group. */
uint64_t ring_turns_choose(struct ring_members *members, uint64_t sequence);

/** Members who were given this unit and neither took it nor are stuck, as bits. @p sequence: of its first frame */
uint64_t ring_turns_waiting(struct ring_members *members, uint64_t for_whom, int unit, uint64_t sequence);

/** They waited long enough. */
void ring_turns_stuck(struct ring_members *members, uint64_t who);

/** The unit is reused: who was given it and did not take it is told that so many frames are lost. */
void ring_turns_lose(struct ring_members *members, uint64_t for_whom, int unit, uint64_t sequence, uint32_t frames);

/** What this member did not take goes to others of its group. @return whether somebody got something */
bool ring_turns_leave(struct ring_members *members, const struct ring_member *member, const struct ring_segment *segment);

#endif
