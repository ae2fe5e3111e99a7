package org.waymark.links;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.Directory;
import org.waymark.access.Directory.Contact;
import org.waymark.access.Directory.Organisation;
import org.waymark.access.NotVisible;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;

/** How each organisation is called in letters and e-mails, where nothing may be said of illness, and whom readers ring. */
@Component
@Transactional
public class Contacts {

    private static final int LONGEST = 60;
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9 ()-]{6,25}");

    /** What an envelope must not tell. */
    private static final List<String> OF_ILLNESS = List.of("dementia", "alzheimer", "memory", "palliative", "mental");

    /** What may be wrong. */
    public enum Wrong {
        NO_NAME,
        TELLS_OF_ILLNESS,
        NOT_A_NUMBER
    }

    private final Directory directory;
    private final AccessDecision access;
    private final AuditTrail audit;

    Contacts(Directory directory, AccessDecision access, AuditTrail audit) {
        this.directory = directory;
        this.access = access;
        this.audit = audit;
    }

    /** The organisations for which this viewer may say it: coordinators for their own, administrators for all of the alliance. */
    @Transactional(readOnly = true)
    public List<Organisation> mayChange(Viewer viewer) {
        return directory.organisations().stream()
                .filter(one -> viewer.has(Role.ADMINISTRATOR)
                        ? one.inAlliance()
                        : viewer.has(Role.COORDINATOR) && one.id().equals(viewer.organisation()))
                .toList();
    }

    @Transactional(readOnly = true)
    public Optional<Contact> of(Organisation organisation) {
        return directory.contact(organisation.id());
    }

    /** Keeps it, unless something is wrong with it. */
    public Optional<Wrong> change(Viewer viewer, String organisation, String called, String phone) {
        access.requireRole(viewer, "contact.changed", Role.COORDINATOR, Role.ADMINISTRATOR);
        if (mayChange(viewer).stream().noneMatch(one -> one.id().equals(organisation))) {
            audit.record(viewer.username(), "contact.changed", null, null, Outcome.REFUSED);
            throw new NotVisible();
        }
        Optional<Wrong> wrong = wrong(called.strip(), phone.strip());
        if (wrong.isEmpty()) {
            directory.setContact(organisation, new Contact(called.strip(), phone.strip()));
            audit.record(viewer.username(), "contact.changed", null, organisation);
        }
        return wrong;
    }

    private static Optional<Wrong> wrong(String called, String phone) {
        if (called.isEmpty() || called.length() > LONGEST || called.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(Wrong.NO_NAME);
        }
        String folded = called.toLowerCase(Locale.ROOT);
        if (OF_ILLNESS.stream().anyMatch(folded::contains)) {
            return Optional.of(Wrong.TELLS_OF_ILLNESS);
        }
        return PHONE.matcher(phone).matches() ? Optional.empty() : Optional.of(Wrong.NOT_A_NUMBER);
    }
}
