package org.waymark.people;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.PathwayRef;

/**
 * Somebody on a pathway who may be the very person about to be registered.
 *
 * @param pathway null when the viewer may not see that person and learns only whom to ask
 * @param label null with the pathway
 * @param organisation the organisation to ask, by name
 * @param isCertain same NHS number; or, where none is given, same name, date of birth and postcode
 * @param hasEnded whether that pathway has ended
 */
public record LikelyDuplicate(
        Likeness likeness,
        @Nullable PathwayRef pathway,
        People.@Nullable Label label,
        String organisation,
        boolean isCertain,
        boolean hasEnded) {

    /** What the two have in common. */
    public enum Likeness {
        NHS_NUMBER,
        NAME_AND_BIRTH,
        NAME_AND_POSTCODE
    }

    /** One NHS number has one open pathway, whatever the reason; everything else is a human's to judge. */
    public boolean isInsurmountable() {
        return likeness == Likeness.NHS_NUMBER && !hasEnded;
    }

    /** Thrown by a registration that would repeat somebody and gives no reason for it; nothing was kept. */
    public static final class Found extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final transient List<LikelyDuplicate> duplicates;

        Found(List<LikelyDuplicate> duplicates) {
            super("A likely duplicate", null, false, false);
            this.duplicates = List.copyOf(duplicates);
        }

        public List<LikelyDuplicate> duplicates() {
            return duplicates;
        }
    }
}
