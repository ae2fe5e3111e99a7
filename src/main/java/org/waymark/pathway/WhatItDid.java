package org.waymark.pathway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.referral.Referral;
import org.waymark.referral.Referrals;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/**
 * Says what an entry did, by holding what was open before against what is open afterwards: so nothing that follows from it,
 * in whatever module, is left out.
 */
@Component
class WhatItDid {

    /** One thing that was done: the name of a task or a service, or the id of a process. */
    record Effect(Kind kind, String what) {}

    enum Kind {
        TASK_CLOSED,
        REFERRAL_CLOSED,
        ENDED,
        TASK_OPENED,
        REFERRAL_SENT,
        STARTED
    }

    /** What came of an action, and what else it did. */
    record Done<T>(T result, List<Effect> effects) {}

    private record Open(Map<String, String> tasks, Map<String, String> referrals, Map<String, String> episodes) {}

    private final Worklist worklist;
    private final Referrals referrals;
    private final JdbcClient jdbc;

    WhatItDid(Worklist worklist, Referrals referrals, JdbcClient jdbc) {
        this.worklist = worklist;
        this.referrals = referrals;
        this.jdbc = jdbc;
    }

    <T> Done<T> of(PathwayRef ref, Supplier<T> action) {
        Open before = open(ref);
        T result = action.get();
        Open after = open(ref);
        var effects = new ArrayList<Effect>();
        missing(before.tasks(), after.tasks(), Kind.TASK_CLOSED, effects);
        missing(before.referrals(), after.referrals(), Kind.REFERRAL_CLOSED, effects);
        missing(before.episodes(), after.episodes(), Kind.ENDED, effects);
        missing(after.tasks(), before.tasks(), Kind.TASK_OPENED, effects);
        missing(after.referrals(), before.referrals(), Kind.REFERRAL_SENT, effects);
        missing(after.episodes(), before.episodes(), Kind.STARTED, effects);
        return new Done<>(result, List.copyOf(effects));
    }

    private static void missing(Map<String, String> of, Map<String, String> in, Kind kind, List<Effect> effects) {
        of.forEach((id, what) -> {
            if (!in.containsKey(id)) {
                effects.add(new Effect(kind, what));
            }
        });
    }

    private Open open(PathwayRef ref) {
        Map<String, String> tasks = new LinkedHashMap<>();
        for (WorkItem task : worklist.openOf(Viewer.SYSTEM, ref)) {
            tasks.put(task.taskId(), task.name());
        }
        Map<String, String> sent = new LinkedHashMap<>();
        for (Referral referral : referrals.openOf(Viewer.SYSTEM, ref)) {
            sent.put(referral.id(), referral.service().name());
        }
        Map<String, String> episodes = new LinkedHashMap<>();
        // A referral's run is the referral.
        jdbc.sql(
                        "select id, process from episode where pathway_ref = :ref and ended_at is null and process <> :referral order by id")
                .param("ref", ref.value())
                .param("referral", Referrals.PROCESS)
                .query(row -> {
                    episodes.put(row.getString(1), row.getString(2));
                });
        return new Open(tasks, sent, episodes);
    }
}
