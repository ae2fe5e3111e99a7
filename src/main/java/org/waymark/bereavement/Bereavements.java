package org.waymark.bereavement;

import java.sql.Timestamp;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.WithoutViewer;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Episode;

/** Opens support for each carer when the person has died (care rule 10). */
@Component
@Transactional
public class Bereavements {

    /** The process that runs it; its business key is the bereavement's id. */
    public static final String PROCESS = "bereavement-support";

    private final JdbcClient jdbc;
    private final Workflow workflow;
    private final WaymarkClock clock;

    Bereavements(JdbcClient jdbc, Workflow workflow, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.workflow = workflow;
        this.clock = clock;
    }

    /** Opens support for one carer; coordinators of the organisation make the first contact. */
    @WithoutViewer("follows from a death that somebody was allowed to record")
    public void open(PathwayRef pathway, CarerId carer, String coordinator, String coordinatorOrganisation) {
        UUID id = UUID.randomUUID();
        jdbc.sql("insert into bereavement (id, pathway_ref, carer_id, opened_at) values (:id, :pathway, :carer, :at)")
                .param("id", id)
                .param("pathway", pathway.value())
                .param("carer", carer.value())
                .param("at", Timestamp.from(clock.instant()))
                .update();
        workflow.start(
                new Episode(PROCESS, pathway, id.toString()),
                Map.of(
                        "pathwayRef",
                        pathway.value(),
                        "bereavementId",
                        id.toString(),
                        "coordinator",
                        coordinator,
                        "coordinatorOrganisation",
                        coordinatorOrganisation));
    }

    /** The carer that a bereavement is about. */
    @Transactional(readOnly = true)
    public CarerId carerOf(String bereavementId) {
        return jdbc.sql("select carer_id from bereavement where id = :id")
                .param("id", UUID.fromString(bereavementId))
                .query((row, number) -> new CarerId(row.getObject(1, UUID.class)))
                .single();
    }
}
