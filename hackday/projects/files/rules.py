"""What may be done with the files of a project."""

from hackday.errors import Forbidden, Invalid


class NotYourProject(Forbidden):
    code = "not_your_project"

    def __init__(self) -> None:
        super().__init__("Only the team of this project may change its files.")


class NotAPicture(Invalid):
    code = "not_a_picture"

    def __init__(self) -> None:
        super().__init__("Only a picture can stand for the project.", pointer="/is_cover")
