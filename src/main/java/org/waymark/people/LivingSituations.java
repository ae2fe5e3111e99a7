package org.waymark.people;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;

/** Where a person lives and who cares for them, as both change in the course of years. */
@Service
@Transactional
public class LivingSituations {

    public enum LivesIn {
        HOME,
        CARE_HOME
    }

    /** Why somebody cares no more. */
    public enum CarerEnd {
        DIED,
        STOPPED
    }

    /** How things are now. */
    public record Situation(
            LivesIn livesIn, boolean livesAlone, @Nullable LocalDate inHospitalSince) {

        /** As one code, to be kept beside the event that changes it. */
        public String code() {
            return livesIn + ":" + livesAlone;
        }
    }

    private final JdbcClient jdbc;
    private final AccessDecision access;
    private final AuditTrail audit;

    LivingSituations(JdbcClient jdbc, AccessDecision access, AuditTrail audit) {

        this.jdbc = jdbc;
        this.access = access;
        this.audit = audit;
    }

    @Transactional(readOnly = true)
    public Situation of(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.IDENTITY);
        return jdbc.sql("select lives_in, lives_alone, in_hospital_since from person where pathway_ref = :pathway")
                .param("pathway", pathway.value())
                .query((row, number) -> new Situation(
                        LivesIn.valueOf(row.getString(1)), row.getBoolean(2), row.getObject(3, LocalDate.class)))
                .optional()
                .orElseThrow(NotVisible::new);
    }

    /** @throws Refused when the person is in hospital already */
    public void admitted(Viewer viewer, PathwayRef pathway, LocalDate on) {
        if (of(viewer, pathway).inHospitalSince() != null) {
            throw new Refused("people.inHospitalAlready");
        }
        hospital(viewer, pathway, on);
    }

    /** @throws Refused when the person is not in hospital */
    public void discharged(Viewer viewer, PathwayRef pathway, LocalDate on) {
        LocalDate since = of(viewer, pathway).inHospitalSince();
        if (since == null) {
            throw new Refused("people.notInHospital");
        }
        if (on.isBefore(since)) {
            throw new Refused("people.dischargedBeforeAdmission");
        }
        hospital(viewer, pathway, null);
    }

    /** Takes an admission or a discharge back. */
    public void hospital(Viewer viewer, PathwayRef pathway, @Nullable LocalDate since) {
        access.requireSee(viewer, pathway, DataKind.IDENTITY);
        jdbc.sql("update person set in_hospital_since = :since where pathway_ref = :pathway")
                .param("since", since)
                .param("pathway", pathway.value())
                .update();
        audit.record(viewer.username(), "person.hospitalRecorded", pathway, null);
    }

    public void lives(Viewer viewer, PathwayRef pathway, LivesIn where, boolean alone) {
        access.requireSee(viewer, pathway, DataKind.IDENTITY);
        jdbc.sql("update person set lives_in = :where, lives_alone = :alone where pathway_ref = :pathway")
                .param("where", where.name())
                .param("alone", alone)
                .param("pathway", pathway.value())
                .update();
        audit.record(viewer.username(), "person.residenceRecorded", pathway, null);
    }

    /** Takes the person back to how they lived before. */
    public void livesAsBefore(Viewer viewer, PathwayRef pathway, String code) {
        String[] parts = code.split(":", -1);
        lives(viewer, pathway, LivesIn.valueOf(parts[0]), Boolean.parseBoolean(parts[1]));
    }

    /**
     * The carer cares no more; when it was the main one, the one who has cared longest beside them is the main carer now.
     *
     * @return whether it was the main carer
     */
    public boolean carerEnds(Viewer viewer, PathwayRef pathway, CarerId carer, CarerEnd end, LocalDate on) {
        access.requireSee(viewer, pathway, DataKind.IDENTITY);
        Optional<Boolean> wasMain = jdbc.sql("""
                        with before as (select id, is_main from carer
                                         where id = :carer and pathway_ref = :pathway and ended_on is null for update)
                        update carer c set ended_on = :on, ended_reason = :reason, is_main = false
                          from before where c.id = before.id returning before.is_main
                        """)
                .param("carer", carer.value())
                .param("pathway", pathway.value())
                .param("on", on)
                .param("reason", end.name())
                .query(Boolean.class)
                .optional();
        if (wasMain.isEmpty()) {
            throw new Refused("people.caresNoMore");
        }
        if (wasMain.get()) {
            jdbc.sql("""
                            update carer set is_main = true where id =
                              (select id from carer where pathway_ref = :pathway and ended_on is null order by added_at, id limit 1)
                            """).param("pathway", pathway.value()).update();
        }
        audit.record(viewer.username(), "person.carerEnded", pathway, carer.toString());
        return wasMain.get();
    }

    /** The end of caring was a mistake. */
    public void carerGoesOn(Viewer viewer, PathwayRef pathway, CarerId carer, boolean wasMain) {
        access.requireSee(viewer, pathway, DataKind.IDENTITY);
        if (wasMain) {
            jdbc.sql("update carer set is_main = false where pathway_ref = :pathway and is_main")
                    .param("pathway", pathway.value())
                    .update();
        }
        jdbc.sql(
                        "update carer set ended_on = null, ended_reason = null, is_main = :main where id = :carer and pathway_ref = :pathway")
                .param("main", wasMain)
                .param("carer", carer.value())
                .param("pathway", pathway.value())
                .update();
        audit.record(viewer.username(), "person.carerGoesOn", pathway, carer.toString());
    }
}
