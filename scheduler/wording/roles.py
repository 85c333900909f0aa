"""What people are to a unit, in words."""

from scheduler.core.roles import Outsider, Role
from scheduler.wording.language import said, source

ROLES: dict[str, str] = {
    "secretary": source("Thư ký"),
    "leader": source("Lãnh đạo"),
    "deputy": source("Cấp phó"),
    "office_chief": source("Chánh văn phòng"),
    "unit_admin": source("Quản trị đơn vị"),
    "legal_admin": source("Quản trị quy định"),
    "front": source("Mặt trận và tổ chức chính trị - xã hội"),
    "department": source("Sở, ngành, phòng"),
    "inspector": source("Kiểm tra, thanh tra"),
    "desk": source("Bộ phận tiếp đón"),
    "operator": source("Vận hành hệ thống"),
    "nobody": source("Khách"),
}


def role_name(role: Role | Outsider) -> str:
    """Return the name of a role: "Thư ký"."""
    return said(ROLES[role.value])
