package org.waymark.worklist.web;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Directory;
import org.waymark.access.Directory.Organisation;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;

/** Says with whom tasks wait, in the names of people and groups. */
@Component
class Holders {

    private final Directory directory;
    private final AccessDecision access;
    private final Words words;
    private final Sentences sentences;

    Holders(Directory directory, AccessDecision access, Words words, Sentences sentences) {
        this.directory = directory;
        this.access = access;
        this.words = words;
        this.sentences = sentences;
    }

    /** The names that these tasks need, found together: at most one query for people and one for groups. */
    Names namesFor(Viewer viewer, Collection<WorkItem> items) {
        Set<String> usernames = new LinkedHashSet<>();
        boolean needsGroups = false;
        for (WorkItem item : items) {
            add(usernames, viewer, item.assignee());
            add(usernames, viewer, item.endedBy());
            needsGroups |= item.assignee() == null && !viewer.groups().contains(item.group());
        }
        Map<String, String> organisations = new HashMap<>();
        if (needsGroups) {
            directory.organisations().forEach(one -> organisations.put(one.id(), one.name()));
        }
        return new Names(viewer, usernames.isEmpty() ? Map.of() : directory.displayNames(usernames), organisations);
    }

    private static void add(Set<String> usernames, Viewer viewer, @Nullable String username) {
        if (username != null && !viewer.username().equals(username)) {
            usernames.add(username);
        }
    }

    /** Who else can be given the task: staff of its group, and for a coordinator's task every coordinator who may see the person. */
    List<Directory.StaffMember> colleagues(WorkItem item) {
        boolean isCoordinators = item.group().endsWith("." + Role.COORDINATOR.code());
        return (isCoordinators ? directory.staff() : directory.staffOf(item.group()))
                .stream()
                        .filter(member -> !isCoordinators || member.roles().contains(Role.COORDINATOR))
                        .filter(member -> !member.username().equals(item.assignee()))
                        .filter(member -> isOfGroup(member, item)
                                || access.maySee(member.asViewer(), item.pathway(), DataKind.CARE))
                        .toList();
    }

    private static boolean isOfGroup(Directory.StaffMember member, WorkItem item) {
        return member.asViewer().groups().contains(item.group());
    }

    String organisation(Directory.StaffMember member) {
        return directory
                .organisation(member.organisation())
                .map(Organisation::name)
                .orElse(member.organisation());
    }

    final class Names {

        private final Viewer viewer;
        private final Map<String, String> people;
        private final Map<String, String> organisations;

        private Names(Viewer viewer, Map<String, String> people, Map<String, String> organisations) {
            this.viewer = viewer;
            this.people = people;
            this.organisations = organisations;
        }

        /** "you", "Tom Reid", "your team", "Community trust, partner service". */
        String of(WorkItem item) {
            String assignee = item.assignee();
            if (assignee != null) {
                return person(assignee);
            }
            return viewer.groups().contains(item.group()) ? sentences.say("worklist.yourTeam") : group(item.group());
        }

        String person(String username) {
            return viewer.username().equals(username)
                    ? sentences.say("worklist.you")
                    : people.getOrDefault(username, username);
        }

        private String group(String group) {
            int dot = group.indexOf('.');
            String organisation = group.substring(0, Math.max(0, dot));
            return organisations.getOrDefault(organisation, organisation) + ", "
                    + words.of(Role.ofCode(group.substring(dot + 1))).toLowerCase(Locale.UK);
        }
    }
}
