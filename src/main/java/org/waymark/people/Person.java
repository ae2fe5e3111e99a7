package org.waymark.people;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Relationships.Sharing;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;

/**
 * A person with dementia, as known to the alliance.
 *
 * @param ethnicity as the person says it; null when nobody has asked
 * @param memoryReferredOn when the person was referred to the memory service that made the diagnosis
 * @param revision counts the changes of who the person is and how to reach them, so that two people who correct them at once notice
 * @param carers those who care now, the main carer first
 * @param formerCarers those who have died or stopped; what they said and did stays on record
 */
public record Person(
        PathwayRef pathway,
        String givenName,
        String familyName,
        @Nullable String preferredName,
        LocalDate dateOfBirth,
        @Nullable String nhsNumber,
        @Nullable String nhsNumberUnknownReason,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String postcode,
        @Nullable String language,
        @Nullable Ethnicity ethnicity,
        boolean livesAlone,
        @Nullable LocalDate memoryReferredOn,
        @Nullable LocalDate diagnosedOn,
        @Nullable String subtype,
        @Nullable String referredBy,
        String receivingOrganisation,
        Sharing sharing,
        @Nullable LocalDate sharingOn,
        @Nullable LocalDate diedOn,
        int revision,
        List<Carer> carers,
        List<CarerId> formerCarers) {

    /** How the person likes to be called. */
    public String calledName() {
        return preferredName == null ? givenName : preferredName;
    }

    public String fullName() {
        return givenName + " " + familyName;
    }

    /** The carer, if they care now. */
    public Optional<Carer> carer(CarerId id) {
        return carers.stream().filter(carer -> carer.id().equals(id)).findFirst();
    }

    /** What a carer is called, also one who is on no list of carers any more. */
    public String carerName(CarerId id) {
        return carer(id).map(Carer::name).orElse("A former carer");
    }

    /** As {@link #carerName}, in the middle of a sentence. */
    public String carerNameInSentence(CarerId id) {
        return carer(id).map(Carer::name).orElse("a former carer");
    }

    /** What everybody is called who cares for the person or once did. */
    public Map<CarerId, String> carerNames() {
        var names = new LinkedHashMap<CarerId, String>();
        carers.forEach(carer -> names.put(carer.id(), carer.name()));
        formerCarers.forEach(id -> names.put(id, carerName(id)));
        return names;
    }

    /**
     * Somebody who cares for the person, with help of their own.
     *
     * @param mayBeAsked whether the person agrees that this carer is asked for their view; null while nobody has asked
     */
    public record Carer(
            CarerId id,
            String name,
            String relationship,
            @Nullable String phone,
            @Nullable String email,
            boolean livesWith,
            boolean isMain,
            @Nullable Boolean mayBeAsked) {}

    /** Somebody was brought in; from here on the pathway runs. */
    public record Registered(PathwayRef pathway, String receivingOrganisation, Instant at, String by) {}

    /** Somebody who cares for the person was added after the registration. */
    public record CarerAdded(PathwayRef pathway, CarerId carer, Instant at, String by) {}

    /** What the person said of sharing within the alliance. */
    public record SharingRecorded(PathwayRef pathway, Sharing sharing, Instant at, String by) {}
}
