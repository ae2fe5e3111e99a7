package org.waymark.people.intake;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.waymark.people.DuplicatePolicy;
import org.waymark.people.DuplicatePolicy.Traits;
import org.waymark.people.LikelyDuplicate.Likeness;
import org.waymark.people.People.NewPerson;

/** The people of one file so far, to see when a later row repeats or resembles an earlier one. */
final class RowsSeen {

    /** Beyond this, a shared birthday or postcode says nothing any more, and comparing all would take for ever. */
    private static final int MOST_NEIGHBOURS = 200;

    private record Seen(int line, Traits traits) {}

    /** An earlier row like this one. */
    record Earlier(int line, Likeness likeness, boolean isCertain) {}

    private final Map<String, List<Seen>> byNumber = new HashMap<>();
    private final Map<LocalDate, List<Seen>> byBirth = new HashMap<>();
    private final Map<String, List<Seen>> byPostcode = new HashMap<>();

    /** The earlier row that this one is most surely like; the row itself is seen from now on. */
    Optional<Earlier> look(int line, NewPerson person) {
        Traits traits = Traits.of(person);
        Set<Seen> near = new LinkedHashSet<>();
        neighbours(byNumber, traits.nhsNumber(), near);
        neighbours(byBirth, traits.dateOfBirth(), near);
        neighbours(byPostcode, traits.postcode(), near);
        Earlier found = null;
        for (Seen seen : near) {
            Likeness likeness = DuplicatePolicy.likeness(traits, seen.traits()).orElse(null);
            if (likeness == null) {
                continue;
            }
            boolean isCertain = DuplicatePolicy.isCertain(traits, seen.traits());
            if (isCertain) {
                found = new Earlier(seen.line(), likeness, true);
                break;
            }
            found = found == null ? new Earlier(seen.line(), likeness, false) : found;
        }
        Seen now = new Seen(line, traits);
        add(byNumber, traits.nhsNumber(), now);
        add(byBirth, traits.dateOfBirth(), now);
        add(byPostcode, traits.postcode(), now);
        return Optional.ofNullable(found);
    }

    private static <K> void neighbours(Map<K, List<Seen>> by, @Nullable K key, Set<Seen> near) {
        if (key != null) {
            by.getOrDefault(key, List.of()).stream().limit(MOST_NEIGHBOURS).forEach(near::add);
        }
    }

    private static <K> void add(Map<K, List<Seen>> by, @Nullable K key, Seen seen) {
        if (key != null) {
            by.computeIfAbsent(key, absent -> new ArrayList<>()).add(seen);
        }
    }
}
