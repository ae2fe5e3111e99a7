package org.waymark.people;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Viewer;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;

/** The people of the alliance: brings them in, finds them, and keeps who they are, who cares for them and what they agreed to. */
public interface People {

    /** What is known when somebody is brought in. */
    record NewPerson(
            String givenName,
            String familyName,
            @Nullable String preferredName,
            LocalDate dateOfBirth,
            @Nullable String nhsNumber,
            @Nullable String nhsNumberUnknownReason,
            @Nullable String phone,
            @Nullable String postcode,
            @Nullable String language,
            boolean livesAlone,
            @Nullable LocalDate diagnosedOn,
            @Nullable String subtype,
            @Nullable String referredBy,
            List<NewCarer> carers) {}

    record NewCarer(
            String name, String relationship, @Nullable String phone, boolean livesWith, boolean isMain) {}

    /** Name and age for a row of a list; nothing more than the row needs. */
    record Label(PathwayRef pathway, String name, LocalDate dateOfBirth) {}

    /**
     * Registers the person for the viewer's organisation, opens the record and publishes {@link Person.Registered}.
     *
     * @param duplicateReason why the person is registered although a likely duplicate was shown; null when none was
     */
    PathwayRef register(Viewer viewer, NewPerson person, @Nullable String duplicateReason);

    /** The person, audited as a view. */
    Person view(Viewer viewer, PathwayRef pathway);

    /** The person for the system's own work (decisions, invitations): no viewer, no audit row, never shown. */
    Person facts(PathwayRef pathway);

    /** Names for the rows of one page, joined by key in one query; those the viewer may not see are left out. */
    Map<PathwayRef, Label> labels(Viewer viewer, Collection<PathwayRef> pathways);

    /** By name in flexible spelling, NHS number, date of birth or pathway reference; only people the viewer may see. Audited. */
    List<Label> find(Viewer viewer, String query, int limit);

    void recordSharing(Viewer viewer, PathwayRef pathway, Sharing sharing, LocalDate on, String saidBy);

    /** Corrects what a conversation brought to light; a null preferred name leaves the one on record. */
    void amend(Viewer viewer, PathwayRef pathway, @Nullable String preferredName, boolean livesAlone);

    CarerId addCarer(Viewer viewer, PathwayRef pathway, NewCarer carer);

    /** Keeps the date of death; called once, by the life event. */
    void recordDeath(Viewer viewer, PathwayRef pathway, LocalDate diedOn);

    /** Takes a recorded death back, when the pathway is reopened after a mistake. */
    void withdrawDeath(Viewer viewer, PathwayRef pathway);

    /** A recorded decision on capacity, or a best-interests decision or attorney in its place. */
    record CapacityDecision(
            String matter, boolean hasCapacity, @Nullable String decidedBy, LocalDate on, String recordedBy) {}

    void recordCapacity(Viewer viewer, PathwayRef pathway, CapacityDecision decision);

    List<CapacityDecision> capacityDecisions(Viewer viewer, PathwayRef pathway);
}
