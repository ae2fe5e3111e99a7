package org.waymark.bereavement;

import static java.util.Objects.requireNonNullElse;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.waymark.bereavement.Bereavement.Answer;
import org.waymark.bereavement.Bereavement.Contact;
import org.waymark.bereavement.Bereavement.DateKind;
import org.waymark.bereavement.Bereavement.GentleDate;
import org.waymark.bereavement.Bereavement.How;
import org.waymark.bereavement.Bereavement.Kind;
import org.waymark.bereavement.Bereavement.Level;
import org.waymark.bereavement.Bereavement.NextContact;
import org.waymark.bereavement.Bereavement.Offer;
import org.waymark.bereavement.Bereavement.OfferMade;
import org.waymark.bereavement.Bereavement.Picture;
import org.waymark.bereavement.Bereavement.Preparation;
import org.waymark.bereavement.Bereavement.Signs;
import org.waymark.bereavement.Bereavement.Wish;
import org.waymark.bereavement.Bereavements.Answered;
import org.waymark.bereavement.KnownOfCarers.Known;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormContext.Option;
import org.waymark.forms.FormContext.Panel;
import org.waymark.forms.FormHandler;
import org.waymark.forms.Submission;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;

/** What each form of support in bereavement opens with and does, in the order in which a carer meets them. */
@Configuration(proxyBeanMethods = false)
class BereavementForms {

    private static final String CONTACT_ANSWER = "contactAnswer";

    private final Bereavements bereavements;
    private final KnownOfCarers known;
    private final WaymarkClock clock;
    private final Words words;

    BereavementForms(Bereavements bereavements, KnownOfCarers known, WaymarkClock clock, Words words) {
        this.bereavements = bereavements;
        this.known = known;
        this.clock = clock;
        this.words = words;
    }

    /** Every form opens with the carer beside it; each adds what it asks about. */
    private abstract class OfTheCarer implements FormHandler {

        private final String formId;

        OfTheCarer(String formId) {
            this.formId = formId;
        }

        @Override
        public String formId() {
            return formId;
        }

        @Override
        public FormContext context(WorkItem task) {
            Picture picture = bereavements.picture(bereavements.load(task.record()));
            Known now = known.of(task.pathway());
            var prefill = new HashMap<String, Object>();
            var facts = new HashMap<String, Object>();
            var options = new HashMap<String, List<Option>>();
            open(task, picture, now, prefill, options, facts);
            var model = new HashMap<String, Object>();
            model.put("picture", picture);
            model.put("calledName", now.calledName());
            model.put("carer", now.carers().get(picture.bereavement().carer()));
            return new FormContext(prefill, options, facts, new Panel("bereavement/panels :: carer", model));
        }

        void open(
                WorkItem task,
                Picture picture,
                Known now,
                Map<String, Object> prefill,
                Map<String, List<Option>> options,
                Map<String, Object> facts) {
            // Most ask no more than their definition says.
        }

        @Override
        public List<FieldError> check(WorkItem task, Answers answers) {
            var errors = new ArrayList<FieldError>();
            LocalDate gentleOn = answers.date("gentleOn");
            if (gentleOn != null) {
                bereavements
                        .refuseDate(bereavements.load(task.record()), gentleOn)
                        .ifPresent(code -> errors.add(new FieldError("gentleOn", "error." + code)));
            }
            return errors;
        }
    }

    /** A contact after the death: what it was about decides what the process does next. */
    private final class Contacts extends OfTheCarer {

        private final Kind kind;

        Contacts(String formId, Kind kind) {
            super(formId);
            this.kind = kind;
        }

        @Override
        void open(
                WorkItem task,
                Picture picture,
                Known now,
                Map<String, Object> prefill,
                Map<String, List<Option>> options,
                Map<String, Object> facts) {
            switch (kind) {
                case CONTACT, REVIEW ->
                    prefill.putAll(asAnswered(picture.bereavement().signs()));
                case GENTLE_DATE -> facts.put("gentleDates", inWords(picture, now));
                case CLOSING -> help(task, options, facts);
                default -> {}
            }
        }

        @Override
        public Map<String, Object> handle(Submission submission) {
            Answers answers = submission.answers();
            String id = submission.task().record();
            LocalDate gentleOn = answers.date("gentleOn");
            if (gentleOn != null) {
                bereavements.addDate(id, gentleOn, DateKind.OTHER, answers.required("gentleWhat"), submission.by());
            }
            bereavements.signs(id, signs(answers));
            String service = answers.text("service");
            if (service != null) {
                bereavements.helpAgreed(submission.by(), id, service, submission.at());
            }
            return Map.of(
                    CONTACT_ANSWER,
                    bereavements
                            .contacted(
                                    submission.by(),
                                    id,
                                    contact(submission, kind),
                                    answers.date("askAgainOn"),
                                    "YES".equals(answers.text("moreHelp")),
                                    submission.at())
                            .name());
        }
    }

    private Contact contact(Submission submission, Kind kind) {
        Answers answers = submission.answers();
        String wish = answers.text("supportWanted");
        return new Contact(
                kind,
                requireNonNullElse(answers.date("contactOn"), clock.today()),
                How.valueOf(answers.required("how")),
                wish == null ? null : Wish.valueOf(wish),
                answers.text("note"),
                submission.by().username());
    }

    private static Signs signs(Answers answers) {
        return new Signs(
                truth(answers.text("suddenDeath")),
                truth(answers.text("caringAlone")),
                truth(answers.text("previousLoss")),
                truth(answers.text("asksForHelp")),
                "UNKNOWN");
    }

    private static @Nullable Boolean truth(@Nullable String answer) {
        if (answer == null || answer.equals("NOT_SURE")) {
            return null;
        }
        return answer.equals("YES");
    }

    private static Map<String, Object> asAnswered(Signs signs) {
        var prefill = new HashMap<String, Object>();
        answered(prefill, "suddenDeath", signs.suddenDeath());
        answered(prefill, "caringAlone", signs.caringAlone());
        answered(prefill, "previousLoss", signs.previousLoss());
        answered(prefill, "asksForHelp", signs.asksForHelp());
        return prefill;
    }

    private static void answered(Map<String, Object> prefill, String key, @Nullable Boolean truth) {
        if (truth != null) {
            prefill.put(key, truth ? "YES" : "NO");
        }
    }

    /** The days that a gentle contact is about. */
    private String inWords(Picture picture, Known now) {
        NextContact next = picture.bereavement().next();
        LocalDate from = next == null ? null : next.gentleOn();
        if (from == null) {
            return "";
        }
        LocalDate until = from.isAfter(clock.today()) ? from : clock.today();
        return picture.dates().stream()
                .filter(date -> !date.on().isBefore(from) && !date.on().isAfter(until))
                .map(date -> inWords(date, now))
                .collect(Collectors.joining("; "));
    }

    private String inWords(GentleDate date, Known now) {
        String what =
                switch (date.kind()) {
                    case ANNIVERSARY, BIRTHDAY -> words.of(date.kind()) + " of " + now.calledName();
                    case OTHER -> date.what();
                };
        return words.longDay(date.on()) + ": " + what;
    }

    private void help(WorkItem task, Map<String, List<Option>> options, Map<String, Object> facts) {
        List<Option> help = known.help(task.pathway()).stream()
                .map(choice -> new Option(choice.serviceId(), choice.name()))
                .toList();
        options.put("help", help);
        facts.put("hasHelp", !help.isEmpty());
    }

    @Bean
    FormHandler prepareForBereavement() {
        return new OfTheCarer("prepare-for-bereavement") {
            @Override
            void open(
                    WorkItem task,
                    Picture picture,
                    Known now,
                    Map<String, Object> prefill,
                    Map<String, List<Option>> options,
                    Map<String, Object> facts) {
                facts.put("calledName", now.calledName());
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                Answers answers = submission.answers();
                Contact contact = contact(submission, Kind.PREPARATION);
                String answer = requireNonNullElse(answers.text("preparationAnswer"), "NOT_REACHED");
                bereavements.prepared(
                        submission.by(),
                        submission.task().record(),
                        contact,
                        new Preparation(contact.on(), answers.text("wishes"), answers.text("whomToRing")),
                        !answer.equals("NOT_REACHED"),
                        submission.at());
                return Map.of("preparationAnswer", answer);
            }
        };
    }

    @Bean
    FormHandler contactBereavedCarer() {
        return new Contacts("contact-bereaved-carer", Kind.CONTACT);
    }

    @Bean
    FormHandler agreeBereavementSupport() {
        return new OfTheCarer("agree-bereavement-support") {
            @Override
            void open(
                    WorkItem task,
                    Picture picture,
                    Known now,
                    Map<String, Object> prefill,
                    Map<String, List<Option>> options,
                    Map<String, Object> facts) {
                Level proposed = proposed(picture);
                prefill.put("level", proposed.name());
                facts.put("proposedLevel", words.of(proposed));
                facts.put("proposedReason", String.join(" ", picture.reasons()));
                help(task, options, facts);
            }

            @Override
            public List<FieldError> check(WorkItem task, Answers answers) {
                Picture picture = bereavements.picture(bereavements.load(task.record()));
                var errors = new ArrayList<>(super.check(task, answers));
                if (!answers.required("level").equals(proposed(picture).name()) && !answers.has("levelReason")) {
                    errors.add(new FieldError("levelReason", "error.bereavementLevelReason"));
                }
                picture.offers().stream()
                        .filter(offer -> isToAskAgain(offer)
                                && !answers.has("answer_" + offer.offer().name()))
                        .forEach(offer -> errors.add(
                                new FieldError("answer_" + offer.offer().name(), "error.offerToAskAgain")));
                return errors;
            }

            private boolean isToAskAgain(OfferMade offer) {
                return offer.answer() == Answer.NOT_NOW
                        && offer.askAgainOn() != null
                        && !offer.askAgainOn().isAfter(clock.today());
            }

            private Level proposed(Picture picture) {
                return Objects.requireNonNull(picture.bereavement().proposedLevel(), "The level was not looked for");
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                Answers answers = submission.answers();
                List<Answered> offers = Stream.of(Offer.values())
                        .filter(offer -> answers.has("answer_" + offer.name()))
                        .map(offer -> new Answered(
                                offer,
                                Answer.valueOf(answers.required("answer_" + offer.name())),
                                answers.date("askAgainOn_" + offer.name()),
                                answers.text("service_" + offer.name())))
                        .toList();
                bereavements.agreed(
                        submission.by(),
                        submission.task().record(),
                        Level.valueOf(answers.required("level")),
                        answers.text("levelReason"),
                        offers,
                        submission.at());
                return Map.of();
            }
        };
    }

    @Bean
    FormHandler makeGentleContact() {
        return new Contacts("make-gentle-contact", Kind.GENTLE_DATE);
    }

    @Bean
    FormHandler reviewBereavementSupport() {
        return new Contacts("review-bereavement-support", Kind.REVIEW);
    }

    @Bean
    FormHandler makeClosingContact() {
        return new Contacts("make-closing-contact", Kind.CLOSING);
    }
}
