import Testing

@testable import SluiceJSON

struct SnakeCaseTests {
    @Test(arguments: [
        ("profile_image_url", "profileImageUrl"), ("name", "name"), ("_private_part_", "_privatePart_"),
        ("__a__b__", "__aB__"), ("ALL_CAPS", "allCaps"), ("already_camelCase", "alreadyCamelcase"), ("___", "___"),
        ("", ""), ("größe_in_metern", "größeInMetern"), ("camelCase", "camelCase"),
    ])
    func `Words between underscores begin with a capital`(name: String, expected: String) {
        #expect(SnakeCase.camelCase(of: name) == expected)
    }

    @Test(arguments: [
        ("profileImageUrl", "profile_image_url"), ("name", "name"), ("myURLProperty", "my_url_property"),
        ("imageURL", "image_url"), ("URL", "url"), ("_privatePart_", "_private_part_"), ("a1B2", "a1_b2"), ("", ""),
        ("already_snake", "already_snake"),
    ])
    func `A capital begins a word, and of several in a row the last`(name: String, expected: String) {
        #expect(SnakeCase.snakeCase(of: name) == expected)
    }
}
