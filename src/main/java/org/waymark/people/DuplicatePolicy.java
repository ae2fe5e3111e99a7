package org.waymark.people;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.people.LikelyDuplicate.Likeness;
import org.waymark.people.NameSpelling.Name;

/** When are two records likely to be one person? By NHS number, by a similar name with the birthday, by name and address. */
public final class DuplicatePolicy {

    private DuplicatePolicy() {}

    /** What of a person the policy looks at. */
    public record Traits(
            Name name,
            LocalDate dateOfBirth,
            @Nullable String nhsNumber,
            @Nullable String postcode) {

        public static Traits of(People.NewPerson person) {
            return new Traits(
                    Name.of(person.givenName(), orEmpty(person.preferredName()), person.familyName()),
                    person.dateOfBirth(),
                    person.nhsNumber(),
                    person.postcode());
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }
    }

    public static Optional<Likeness> likeness(Traits incoming, Traits known) {
        if (incoming.nhsNumber() != null && incoming.nhsNumber().equals(known.nhsNumber())) {
            return Optional.of(Likeness.NHS_NUMBER);
        }
        if (incoming.dateOfBirth().equals(known.dateOfBirth()) && NameSpelling.alike(incoming.name(), known.name())) {
            return Optional.of(Likeness.NAME_AND_BIRTH);
        }
        // A parent and a child may share name and address; two numbers tell them apart.
        boolean areTold = incoming.nhsNumber() != null && known.nhsNumber() != null;
        if (!areTold && hasSamePostcode(incoming, known) && NameSpelling.same(incoming.name(), known.name())) {
            return Optional.of(Likeness.NAME_AND_POSTCODE);
        }
        return Optional.empty();
    }

    /** The key by which a row of a spreadsheet is known when the file comes again. */
    public static boolean isCertain(Traits incoming, Traits known) {
        if (incoming.nhsNumber() != null) {
            return incoming.nhsNumber().equals(known.nhsNumber());
        }
        return incoming.dateOfBirth().equals(known.dateOfBirth())
                && hasSamePostcode(incoming, known)
                && NameSpelling.same(incoming.name(), known.name());
    }

    private static boolean hasSamePostcode(Traits a, Traits b) {
        return a.postcode() != null && a.postcode().equals(b.postcode());
    }
}
