package org.waymark.pathway;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.Person;
import org.waymark.referral.Referral;

/** What happened on a pathway, gathered from the facts of all modules. */
@Component
public class Timeline {

    /** One line; its sentence is the message {@code timeline.<kind>} with the detail in it. */
    public record Entry(Instant at, String kind, @Nullable String detail, String by) {}

    private final JdbcClient jdbc;
    private final AccessDecision access;

    Timeline(JdbcClient jdbc, AccessDecision access) {
        this.jdbc = jdbc;
        this.access = access;
    }

    /** The newest lines first. */
    public List<Entry> of(Viewer viewer, PathwayRef pathway, int limit) {
        access.requireSee(viewer, pathway, DataKind.PATHWAY);
        return jdbc.sql(
                        "select at, kind, detail, by from timeline_entry where pathway_ref = :pathway order by id desc limit :limit")
                .param("pathway", pathway.value())
                .param("limit", limit)
                .query((row, number) -> new Entry(
                        row.getTimestamp("at").toInstant(),
                        row.getString("kind"),
                        row.getString("detail"),
                        row.getString("by")))
                .list();
    }

    void add(PathwayRef pathway, Instant at, String kind, @Nullable String detail, String by) {
        jdbc.sql(
                        "insert into timeline_entry (pathway_ref, at, kind, detail, by) values (:pathway, :at, :kind, :detail, :by)")
                .param("pathway", pathway.value())
                .param("at", Timestamp.from(at))
                .param("kind", kind)
                .param("detail", detail)
                .param("by", by)
                .update();
    }

    @EventListener
    void on(Person.SharingRecorded fact) {
        add(fact.pathway(), fact.at(), "SHARING_" + fact.sharing(), null, fact.by());
    }

    @EventListener
    void on(Assessment.Opened fact) {
        add(fact.pathway(), fact.at(), "ASSESSMENT_OPENED", fact.trigger().name(), "system");
    }

    @EventListener
    void on(Assessment.Rated fact) {
        add(fact.pathway(), fact.at(), "RATED", fact.rater().name(), fact.by());
    }

    @EventListener
    void on(Assessment.ClosedEarly fact) {
        add(fact.pathway(), fact.at(), "ROUND_CLOSED_EARLY", null, fact.by());
    }

    @EventListener
    void on(Assessment.DifferenceFound fact) {
        add(fact.pathway(), fact.at(), "DIFFERENCE_FOUND", null, "system");
    }

    @EventListener
    void on(Assessment.DeliriumSuspected fact) {
        add(fact.pathway(), fact.at(), "DELIRIUM_SUSPECTED", null, "system");
    }

    @EventListener
    void on(Assessment.Confirmed fact) {
        add(fact.pathway(), fact.at(), "STAGE_CONFIRMED", fact.stage().name(), fact.by());
    }

    @EventListener
    void on(Assessment.Cancelled fact) {
        add(fact.pathway(), fact.at(), "ASSESSMENT_CANCELLED", fact.endReason(), "system");
    }

    @EventListener
    void on(Referral.Moved fact) {
        add(fact.pathway(), fact.at(), "REFERRAL_" + fact.state(), fact.serviceName(), fact.by());
    }
}
