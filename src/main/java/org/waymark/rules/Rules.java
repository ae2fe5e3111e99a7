package org.waymark.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.workflow.DecisionVersions;
import org.waymark.workflow.DecisionVersions.Version;
import org.waymark.workflow.TableFile;

/** The tables that decide, to be read: what they say, which version counts, and what became of it. */
@Service
public class Rules {

    private static final Role[] READING = {Role.CLINICAL_OWNER, Role.COORDINATOR};

    private final DecisionVersions versions;
    private final ProposalTable proposals;
    private final Directory directory;
    private final AccessDecision access;
    private final AuditTrail audit;

    Rules(
            DecisionVersions versions,
            ProposalTable proposals,
            Directory directory,
            AccessDecision access,
            AuditTrail audit) {
        this.versions = versions;
        this.proposals = proposals;
        this.directory = directory;
        this.access = access;
        this.audit = audit;
    }

    /**
     * How a decision stands.
     *
     * @param waiting a newer table that came with a release while an adopted one was in force
     * @param replaced the adopted table that a release had to set aside, since it asks for something else now
     * @param open how many changes are proposed
     */
    public record Standing(
            String decision,
            String name,
            @Nullable String question,
            Edition inForce,
            @Nullable Edition waiting,
            @Nullable Edition replaced,
            long open) {}

    /** All decisions, by name. */
    @Transactional
    public List<Standing> all(Viewer viewer) {
        access.requireRole(viewer, "rules.viewed", READING);
        audit.record(viewer.username(), "rules.viewed", null, null);
        Map<String, Long> open = proposals.openByDecision();
        return versions.inForce().stream()
                .map(version -> standing(version, open))
                .sorted((one, other) -> one.name().compareToIgnoreCase(other.name()))
                .toList();
    }

    /** @throws NotVisible when there is no such decision */
    @Transactional
    public Standing of(Viewer viewer, String decision) {
        access.requireRole(viewer, "rules.viewed", READING);
        Version inForce = versions.of(decision).stream()
                .filter(version -> version.inForceFrom() != null)
                .findFirst()
                .orElseThrow(NotVisible::new);
        audit.record(viewer.username(), "rules.viewed", null, decision);
        return standing(inForce, proposals.openByDecision());
    }

    private Standing standing(Version inForce, Map<String, Long> open) {
        TableFile file = versions.file(inForce);
        List<Version> all = versions.of(inForce.decision());
        Version before = all.stream()
                .filter(version -> version.number() < inForce.number() && version.inForceFrom() != null)
                .findFirst()
                .orElse(null);
        return new Standing(
                inForce.decision(),
                file.name(),
                file.main().question(),
                edition(inForce, inForce),
                all.stream()
                        .filter(version -> version.isShipped() && version.number() > inForce.number())
                        .findFirst()
                        .map(version -> edition(version, inForce))
                        .orElse(null),
                inForce.isShipped() && before != null && !before.isShipped() ? edition(before, inForce) : null,
                open.getOrDefault(inForce.decision(), 0L));
    }

    /** All versions, newest first. */
    @Transactional(readOnly = true)
    public List<Edition> editions(Viewer viewer, String decision) {
        access.requireRole(viewer, "rules.viewed", READING);
        List<Version> all = versions.of(decision);
        Version inForce = all.stream()
                .filter(version -> version.inForceFrom() != null)
                .findFirst()
                .orElseThrow(NotVisible::new);
        return all.stream().map(version -> edition(version, inForce)).toList();
    }

    /** What a version says. */
    @Transactional(readOnly = true)
    public TableFile file(Viewer viewer, String decision, int number) {
        access.requireRole(viewer, "rules.viewed", READING);
        return versions.file(versions.version(decision, number).orElseThrow(NotVisible::new));
    }

    /** As {@link #file}, to be taken away; it leaves a row of its own. */
    @Transactional
    public TableFile download(Viewer viewer, String decision, int number) {
        TableFile file = file(viewer, decision, number);
        audit.record(viewer.username(), "rules.downloaded", null, decision + " " + number);
        return file;
    }

    /** Of the version that an evaluation on record was made by; empty when it is not known any more. */
    @Transactional(readOnly = true)
    public Optional<Edition> edition(String decision, int number) {
        return versions.version(decision, number).map(version -> edition(version, versions.inForce(decision)));
    }

    private Edition edition(Version version, Version inForce) {
        TableProposal adopted = version.isShipped()
                ? null
                : proposals.adoptedAs(version.decision(), version.number()).orElse(null);
        String owner = adopted == null ? null : name(adopted.author());
        return new Edition(
                version.decision(),
                version.number(),
                version.isShipped(),
                version.number() == inForce.number(),
                version.deployedAt(),
                version.inForceFrom(),
                owner,
                adopted == null ? String.join("; ", versions.file(version).sources()) : adopted.source(),
                adopted == null ? null : adopted.reason(),
                adopted == null ? null : name(adopted.answeredBy()));
    }

    private @Nullable String name(@Nullable String username) {
        return username == null
                ? null
                : directory
                        .staffMember(username)
                        .map(Directory.StaffMember::displayName)
                        .orElse(username);
    }
}
