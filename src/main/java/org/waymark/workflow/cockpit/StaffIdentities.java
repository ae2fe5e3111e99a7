package org.waymark.workflow.cockpit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.GroupQuery;
import org.camunda.bpm.engine.identity.NativeUserQuery;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.TenantQuery;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.identity.UserQuery;
import org.camunda.bpm.engine.impl.GroupQueryImpl;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.TenantQueryImpl;
import org.camunda.bpm.engine.impl.UserQueryImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.GroupEntity;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Directory;
import org.waymark.access.Directory.StaffMember;
import org.waymark.access.Role;

/**
 * Answers the engine's questions about users and groups from our directory, and from nowhere else. Each member of staff is
 * in a group a role, which the grants speak of, and in one a role of the organisation, which tasks are offered to.
 */
class StaffIdentities implements ReadOnlyIdentityProvider, SessionFactory {

    private final Supplier<Directory> directory;

    /** @param directory asked for late, since it needs the database, which the engine configuration comes before */
    StaffIdentities(Supplier<Directory> directory) {
        this.directory = directory;
    }

    static List<String> groupsOf(StaffMember member) {
        return Stream.concat(member.roles().stream().map(Role::code), member.asViewer().groups().stream())
                .sorted()
                .toList();
    }

    @Override
    public Class<?> getSessionType() {
        return ReadOnlyIdentityProvider.class;
    }

    /** It keeps nothing, so one serves all. */
    @Override
    public Session openSession() {
        return this;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public @Nullable User findUserById(String userId) {
        return directory.get().staffMember(userId).map(StaffIdentities::user).orElse(null);
    }

    @Override
    public @Nullable Group findGroupById(String groupId) {
        return groups().filter(groupId::equals)
                .findFirst()
                .map(StaffIdentities::group)
                .orElse(null);
    }

    /** Accounts are checked where staff sign in, behind the throttle; never here. */
    @Override
    public boolean checkPassword(String userId, String password) {
        return false;
    }

    @Override
    public UserQuery createUserQuery() {
        return new StaffQuery(executor());
    }

    @Override
    public UserQuery createUserQuery(CommandContext context) {
        return new StaffQuery(null);
    }

    @Override
    public NativeUserQuery createNativeUserQuery() {
        throw new BadUserRequestException("Users are kept in Waymark's directory; there is no table to query");
    }

    @Override
    public GroupQuery createGroupQuery() {
        return new StaffGroupQuery(executor());
    }

    @Override
    public GroupQuery createGroupQuery(CommandContext context) {
        return new StaffGroupQuery(null);
    }

    @Override
    public @Nullable Tenant findTenantById(String tenantId) {
        return null;
    }

    @Override
    public TenantQuery createTenantQuery() {
        return new NoTenants(executor());
    }

    @Override
    public TenantQuery createTenantQuery(CommandContext context) {
        return new NoTenants(null);
    }

    private static CommandExecutor executor() {
        return Context.getProcessEngineConfiguration().getCommandExecutorTxRequired();
    }

    private Stream<String> groups() {
        return directory.get().staff().stream()
                .flatMap(member -> groupsOf(member).stream())
                .distinct()
                .sorted();
    }

    private static User user(StaffMember member) {
        var user = new UserEntity(member.username());
        String[] names = member.displayName().split(" ", 2);
        user.setFirstName(names[0]);
        user.setLastName(names.length > 1 ? names[1] : "");
        return user;
    }

    private static Group group(String id) {
        var group = new GroupEntity(id);
        group.setName(id);
        group.setType(id.indexOf('.') < 0 ? "ROLE" : "ORGANISATION_ROLE");
        return group;
    }

    /** Whether a text matches a condition of a query: null for any, {@code %} for anything within it. */
    private static boolean matches(String text, @Nullable String exactly, @Nullable String like) {
        return (exactly == null || exactly.equals(text))
                && (like == null
                        || text.toLowerCase(Locale.ROOT)
                                .contains(like.replace("%", "").toLowerCase(Locale.ROOT)));
    }

    private static <T> List<T> page(Stream<T> all, @Nullable Page page) {
        return page == null
                ? all.toList()
                : all.skip(page.getFirstResult()).limit(page.getMaxResults()).toList();
    }

    private class StaffQuery extends UserQueryImpl {

        private static final long serialVersionUID = 1L;

        StaffQuery(@Nullable CommandExecutor executor) {
            super(executor);
        }

        @Override
        public long executeCount(CommandContext context) {
            return found().count();
        }

        @Override
        public List<User> executeList(CommandContext context, @Nullable Page page) {
            return page(found(), page);
        }

        private Stream<User> found() {
            if (email != null || emailLike != null || tenantId != null || procDefId != null) {
                return Stream.empty();
            }
            Stream<StaffMember> staff =
                    id == null ? directory.get().staff().stream() : directory.get().staffMember(id).stream();
            return staff.filter(member -> ids == null || Arrays.asList(ids).contains(member.username()))
                    .filter(member -> groupId == null || groupsOf(member).contains(groupId))
                    .map(StaffIdentities::user)
                    .filter(user -> matches(user.getFirstName(), firstName, firstNameLike)
                            && matches(user.getLastName(), lastName, lastNameLike));
        }
    }

    private class StaffGroupQuery extends GroupQueryImpl {

        private static final long serialVersionUID = 1L;

        StaffGroupQuery(@Nullable CommandExecutor executor) {
            super(executor);
        }

        @Override
        public long executeCount(CommandContext context) {
            return found().count();
        }

        @Override
        public List<Group> executeList(CommandContext context, @Nullable Page page) {
            return page(found(), page);
        }

        private Stream<Group> found() {
            if (tenantId != null || procDefId != null) {
                return Stream.empty();
            }
            Stream<String> candidates = userId == null
                    ? groups()
                    : directory.get().staffMember(userId).stream().flatMap(member -> groupsOf(member).stream());
            return candidates
                    .filter(group -> id == null || id.equals(group))
                    .filter(group -> ids == null || Arrays.asList(ids).contains(group))
                    .filter(group -> matches(group, name, nameLike))
                    .map(StaffIdentities::group)
                    .filter(group -> type == null || Objects.equals(type, group.getType()));
        }
    }

    private static class NoTenants extends TenantQueryImpl {

        private static final long serialVersionUID = 1L;

        NoTenants(@Nullable CommandExecutor executor) {
            super(executor);
        }

        @Override
        public long executeCount(CommandContext context) {
            return 0;
        }

        @Override
        public List<Tenant> executeList(CommandContext context, @Nullable Page page) {
            return List.of();
        }
    }
}
