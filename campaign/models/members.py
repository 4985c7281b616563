from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies.pages import PagePermissionPolicy

from home import languages

SEE = "campaign.see_member"
page_permission_policy = PagePermissionPolicy()


class MemberQuerySet(models.QuerySet):
    def confirmed(self) -> "MemberQuerySet":
        """Members who have shown that the address they gave is theirs."""
        return self.filter(confirmed_at__isnull=False)

    def seen_by(self, user: AbstractBaseUser) -> "MemberQuerySet":
        """The members of the networks whose page this person of the staff may change, if they may see any."""
        if not user.is_active or not user.has_perm(SEE):
            return self.none()
        pages = page_permission_policy.instances_user_has_permission_for(user, "change")
        return self.filter(network__in=pages.values("pk"))


class Member(models.Model):
    """Somebody, or some group, that belongs to a Community Network. Whoever leaves is forgotten."""

    network = models.ForeignKey(
        "campaign.NetworkPage", on_delete=models.CASCADE, related_name="members", verbose_name=_("network")
    )
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("group or organisation"), max_length=160, blank=True)
    offers = models.CharField(_("what they bring"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail address"))
    email_digest = models.CharField(max_length=64, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=languages.django_languages())
    consent = models.TextField(_("consent as worded"))
    joined_at = models.DateTimeField(_("joined"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a network")
        verbose_name_plural = _("members of networks")
        ordering = ["-joined_at"]
        default_permissions = ()
        permissions = [("see_member", "Can see the members of the networks they facilitate")]
        constraints = [models.UniqueConstraint(fields=["network", "email_digest"], name="one_membership_per_address")]

    def __str__(self) -> str:
        return self.name
