package org.waymark.access;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;

/** Who has to do with whom, and why. Features write it through here; {@link AccessDecision} reads it. */
@Service
@WithoutViewer("it holds what AccessDecision asks")
public class Relationships {

    public enum Kind {
        /** An organisation whose coordinators and team leads look after the person: the receiving one, or after sharing was agreed another of the alliance. */
        CASELOAD,
        /** An organisation that a referral was sent to. It goes on for 30 days after its end, so that the outcome can be read. */
        REFERRAL,
        /** The named coordinator. */
        COORDINATOR,
        /** An organisation that keeps a place for the person, or a turn on its waiting list. It goes on for 30 days after its end. */
        PLACE
    }

    public enum Sharing {
        NOT_ASKED,
        AGREED,
        REFUSED
    }

    private final JdbcClient jdbc;
    private final WaymarkClock clock;

    Relationships(JdbcClient jdbc, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Opens the record of a new pathway for the organisation that received it. */
    @Transactional
    public void open(PathwayRef pathway, String receivingOrganisation) {
        jdbc.sql("""
                        insert into pathway_sharing (pathway_ref, receiving_organisation, sharing, opened_at)
                        values (:pathway, :organisation, 'NOT_ASKED', :at)
                        on conflict do nothing""")
                .param("pathway", pathway.value())
                .param("organisation", receivingOrganisation)
                .param("at", now())
                .update();
        grant(pathway, Kind.CASELOAD, receivingOrganisation);
    }

    /**
     * Opens a relationship; a repeated grant changes nothing.
     *
     * @param holder organisation id, or for COORDINATOR the username
     */
    public void grant(PathwayRef pathway, Kind kind, String holder) {
        jdbc.sql("""
                        insert into relationship (pathway_ref, kind, holder, granted_at)
                        values (:pathway, :kind, :holder, :at)
                        on conflict (pathway_ref, kind, holder) where ended_at is null do nothing""")
                .param("pathway", pathway.value())
                .param("kind", kind.name())
                .param("holder", holder)
                .param("at", now())
                .update();
    }

    public void end(PathwayRef pathway, Kind kind, String holder) {
        jdbc.sql("""
                        update relationship set ended_at = :at
                        where pathway_ref = :pathway and kind = :kind and holder = :holder and ended_at is null""")
                .param("pathway", pathway.value())
                .param("kind", kind.name())
                .param("holder", holder)
                .param("at", now())
                .update();
    }

    /** What the person said of sharing within the alliance; from then on it decides what the other organisation sees. */
    public void sharing(PathwayRef pathway, Sharing sharing) {
        jdbc.sql("update pathway_sharing set sharing = :sharing, sharing_at = :at where pathway_ref = :pathway")
                .param("pathway", pathway.value())
                .param("sharing", sharing.name())
                .param("at", now())
                .update();
    }

    /** Organisations of the alliance that the person does not want to share with; nothing more is sent to them. */
    public Set<String> notToTell(PathwayRef pathway) {
        return Set.copyOf(jdbc.sql("""
                        select o.id from pathway_sharing ps join organisation o on o.in_alliance and o.id <> ps.receiving_organisation
                         where ps.pathway_ref = :pathway and ps.sharing = 'REFUSED'""")
                .param("pathway", pathway.value())
                .query(String.class)
                .list());
    }

    /** Who looks after a person: the organisation that received them, and the named coordinator (null when none is named). */
    public record LookedAfter(String organisation, @Nullable String coordinator) {}

    /** Of each of these pathways, in one query. */
    public Map<PathwayRef, LookedAfter> lookedAfter(Collection<PathwayRef> pathways) {
        var found = new HashMap<PathwayRef, LookedAfter>();
        if (!pathways.isEmpty()) {
            jdbc.sql("""
                            select ps.pathway_ref, ps.receiving_organisation,
                                   (select r.holder from relationship r
                                     where r.pathway_ref = ps.pathway_ref and r.kind = 'COORDINATOR' and r.ended_at is null
                                     order by r.id desc limit 1) as coordinator
                              from pathway_sharing ps where ps.pathway_ref = any (:pathways)""")
                    .param("pathways", pathways.stream().map(PathwayRef::value).toArray(String[]::new))
                    .query(row -> {
                        found.put(
                                new PathwayRef(row.getString(1)), new LookedAfter(row.getString(2), row.getString(3)));
                    });
        }
        return found;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
