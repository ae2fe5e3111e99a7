package org.waymark.pathway.web;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormContext.Option;
import org.waymark.forms.Forms;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.LifeEvents.Kind;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.Pathways;
import org.waymark.people.People;
import org.waymark.people.Person;

/** What can be recorded on a person's page, each thing a form of its own: life events, sharing, capacity, carers. */
@Component
class PersonRecords {

    /**
     * One thing that can be recorded.
     *
     * @param ending set when it closes the pathway, which is shown first and confirmed twice
     * @param by roles that may record it of somebody whose pathway they see
     * @param obstacle why the pathway as it stands does not allow it
     * @param opening what its form opens with, where that is not what all forms of the page are given
     */
    record Recordable(
            String formId,
            String title,
            String hint,
            @Nullable Ending ending,
            Act act,
            Set<Role> by,
            Obstacle obstacle,
            @Nullable Function<Pathway, FormContext> opening) {

        /** As most are: by coordinators alone, on an open pathway. */
        Recordable(String formId, String title, String hint, Act act) {
            this(formId, title, hint, act, Set.of(Role.COORDINATOR), Obstacle.PATHWAY_IS_OVER);
        }

        Recordable(String formId, String title, String hint, Act act, Set<Role> by, Obstacle obstacle) {
            this(formId, title, hint, null, act, by, obstacle, null);
        }

        boolean isFor(Viewer viewer) {
            return by.stream().anyMatch(viewer::has);
        }
    }

    /** Why something cannot be recorded of a pathway as it stands: the code of a sentence {@code refused.<code>}. */
    interface Obstacle {
        Obstacle PATHWAY_IS_OVER = pathway -> pathway.isOpen() ? Optional.empty() : Optional.of("pathwayIsOver");

        Optional<String> on(Pathway pathway);

        /** This one, or else the other. */
        default Obstacle or(Obstacle other) {
            return pathway -> on(pathway).or(() -> other.on(pathway));
        }
    }

    /** An ending, and the field of its form that says when. */
    record Ending(Kind kind, String dateField) {
        LocalDate on(Answers answers) {
            return dateOf(answers, dateField);
        }
    }

    /** What recording it does; returns the message for the one who recorded it. */
    interface Act {
        String on(Viewer viewer, PathwayRef ref, Answers answers);
    }

    private final LifeEvents lifeEvents;
    private final Pathways pathways;
    private final People people;
    private final Forms forms;
    private final Directory directory;
    private final WaymarkClock clock;
    private final List<RecordablePart> parts;
    private final Map<String, Recordable> byForm = new LinkedHashMap<>();

    PersonRecords(
            LifeEvents lifeEvents,
            Pathways pathways,
            People people,
            Forms forms,
            Directory directory,
            WaymarkClock clock,
            List<RecordablePart> parts) {
        this.lifeEvents = lifeEvents;
        this.pathways = pathways;
        this.people = people;
        this.forms = forms;
        this.directory = directory;
        this.clock = clock;
        this.parts = parts;
        add("report-change", "Report a change", "Something about the person or a carer has changed.", this::change);
        ending(Kind.DIED, "diedOn", "Record a death", "The person has died.");
        ending(
                Kind.MOVED_AWAY,
                "movedOn",
                "Record a move away",
                "The person now lives where the alliance does not reach.");
        ending(Kind.LEFT, "leftOn", "Record the wish to leave", "The person wishes to leave the pathway.");
        ending(
                Kind.OPENED_IN_ERROR,
                "foundOn",
                "Close what was opened in error",
                "The pathway should not have been opened.");
        add(
                "record-sharing-objection",
                "Record an objection to sharing",
                "The person objects to sharing with one organisation; care goes on with the other.",
                this::objection);
        add(
                "record-sharing",
                "Record sharing",
                "What the person says about sharing within the alliance.",
                this::sharing);
        add(
                "record-capacity",
                "Record a capacity decision",
                "Whether the person can take one decision, and who does if not.",
                this::capacity);
        add("add-carer", "Add a carer", "Somebody else cares for the person.", this::carer);
        put(new Recordable(
                "reopen-pathway",
                "Reopen the pathway",
                "It was ended by mistake.",
                this::reopen,
                Set.of(Role.COORDINATOR),
                pathway -> pathway.isOpen() ? Optional.of("pathwayIsOpen") : Optional.empty()));
        parts.forEach(part -> part.recordables().forEach(this::put));
    }

    private void add(String formId, String title, String hint, Act act) {
        put(new Recordable(formId, title, hint, act));
    }

    private void ending(Kind kind, String dateField, String title, String hint) {
        var ending = new Ending(kind, dateField);
        Act act = (viewer, ref, answers) -> {
            LifeEvents.Closing closed = lifeEvents.end(viewer, ref, kind, ending.on(answers), answers);
            String closing = counted(closed.tasks().size(), "task")
                    + " and "
                    + counted(closed.referrals().size(), "referral")
                    + " closed.";
            return kind == Kind.DIED ? closing + " Each carer is offered support." : closing;
        };
        put(new Recordable(
                kind.formId(), title, hint, ending, act, Set.of(Role.COORDINATOR), Obstacle.PATHWAY_IS_OVER, null));
    }

    private void put(Recordable recordable) {
        byForm.put(recordable.formId(), recordable);
    }

    private static String counted(int count, String what) {
        return count == 1 ? "1 " + what : count + " " + what + "s";
    }

    /** Those that the viewer may record and that can be recorded as things stand, in the order of the page. */
    List<Recordable> fitting(Viewer viewer, Pathway pathway, Person person) {
        FormContext context = context(viewer, pathway, person);
        return byForm.values().stream()
                .filter(recordable -> recordable.isFor(viewer)
                        && obstacle(recordable, pathway, context).isEmpty())
                .toList();
    }

    /**
     * Why it cannot be recorded as things stand: the pathway does not allow it, or its form asks which and there is none.
     *
     * @return the code of a sentence {@code refused.<code>}; empty when it can be
     */
    Optional<String> obstacle(Recordable recordable, Pathway pathway, FormContext context) {
        return recordable.obstacle().on(pathway).or(() -> forms.nothingToChoose(recordable.formId(), context)
                .map(choices -> "nothingToChoose." + choices));
    }

    /** The one with this form; an address that names none is no page. */
    Recordable require(String formId) {
        Recordable recordable = byForm.get(formId);
        if (recordable == null) {
            throw new NotVisible();
        }
        return recordable;
    }

    FormContext context(Viewer viewer, Recordable recordable, Pathway pathway, Person person) {
        var opening = recordable.opening();
        return opening == null ? context(viewer, pathway, person) : opening.apply(pathway);
    }

    private FormContext context(Viewer viewer, Pathway pathway, Person person) {
        String organisation = pathway.coordinatorOrganisation() == null
                ? pathway.receivingOrganisation()
                : pathway.coordinatorOrganisation();
        Map<String, List<Option>> options = new HashMap<>();
        parts.forEach(part -> options.putAll(part.options(viewer, pathway, person)));
        options.putAll(Map.of(
                "coordinators",
                directory.staffOf(organisation + "." + Role.COORDINATOR.code()).stream()
                        .map(member -> new Option(member.username(), member.displayName()))
                        .toList(),
                "carers",
                person.carers().stream()
                        .map(carer -> new Option(carer.id().toString(), carer.name()))
                        .toList(),
                "organisations",
                pathways.alliancePartnersOf(pathway).stream()
                        .map(other -> new Option(other.id(), other.name()))
                        .toList()));
        return new FormContext(Map.of(), options, Map.of(), null);
    }

    private static LocalDate dateOf(Answers answers, String field) {
        return Objects.requireNonNull(answers.date(field), "The form asks for this date");
    }

    private String change(Viewer viewer, PathwayRef ref, Answers answers) {
        boolean isLookedAt = lifeEvents.reportChange(
                viewer, ref, dateOf(answers, "changedOn"), "YES".equals(answers.text("hoursToDays")), answers);
        return isLookedAt ? "Recorded. The assessment looks at it." : "Recorded. It stands on the timeline.";
    }

    private String objection(Viewer viewer, PathwayRef ref, Answers answers) {
        lifeEvents.objectToSharing(
                viewer,
                ref,
                answers.required("organisation"),
                dateOf(answers, "objectedOn"),
                answers.required("saidBy"),
                answers);
        return "Recorded. What went to that organisation is closed; care goes on.";
    }

    private String sharing(Viewer viewer, PathwayRef ref, Answers answers) {
        String saidBy = answers.text("sharingSaidBy");
        lifeEvents.recordSharing(
                viewer,
                ref,
                Sharing.valueOf(answers.required("sharing")),
                dateOf(answers, "sharingOn"),
                saidBy == null ? "PERSON" : saidBy,
                answers);
        return "Recorded.";
    }

    private String capacity(Viewer viewer, PathwayRef ref, Answers answers) {
        forms.store(viewer, "record-capacity", ref, answers);
        people.recordCapacity(
                viewer,
                ref,
                new People.CapacityDecision(
                        answers.required("matter"),
                        answers.required("hasCapacity").equals("YES"),
                        answers.text("decidedBy"),
                        dateOf(answers, "decidedOn"),
                        viewer.username()));
        return "Recorded.";
    }

    private String carer(Viewer viewer, PathwayRef ref, Answers answers) {
        forms.store(viewer, "add-carer", ref, answers);
        CarerId carer = people.addCarer(
                viewer,
                ref,
                answers.required("carerName"),
                answers.required("carerRelationship"),
                answers.text("carerPhone"),
                answers.required("carerLivesWith").equals("YES"));
        if (answers.has("carerEmail")) {
            people.recordEmail(viewer, ref, carer, answers.text("carerEmail"));
        }
        String mayBeAsked = answers.required("carerMayBeAsked");
        if (!mayBeAsked.equals("NOT_ASKED")) {
            people.recordMayBeAsked(viewer, ref, carer, mayBeAsked.equals("YES"), clock.today(), "PERSON");
        }
        return "Added.";
    }

    private String reopen(Viewer viewer, PathwayRef ref, Answers answers) {
        lifeEvents.reopen(viewer, ref, answers);
        return "The pathway is open again. Look at what was closed, and open what is still needed.";
    }
}
